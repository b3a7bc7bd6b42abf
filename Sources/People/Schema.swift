public import Storage

/// The tables of this room, in the order in which they are made.
public enum PeopleSchema {
    public static let migrations: [Migration] = [organisation, accounts, sessions]

    private static let organisation = Migration(
        "people-0001-organisation",
        """
        CREATE TABLE organisation (
            id INT64 PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL CHECK (name <> '')
        )
        """,
        """
        CREATE TABLE establishment (
            id INT64 PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK (name <> ''),
            active INT64 NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
        )
        """,
        """
        CREATE TABLE service (
            id INT64 PRIMARY KEY, establishment INT64 NOT NULL REFERENCES establishment (id),
            name TEXT NOT NULL CHECK (name <> ''), synonyms TEXT NOT NULL DEFAULT '[]',
            active INT64 NOT NULL DEFAULT 1 CHECK (active IN (0, 1)), UNIQUE (establishment, name)
        )
        """)

    private static let accounts = Migration(
        "people-0002-accounts",
        """
        CREATE TABLE account (
            id INT64 PRIMARY KEY, email TEXT NOT NULL UNIQUE CHECK (email <> ''), name TEXT NOT NULL CHECK (name <> ''),
            password TEXT, tongue TEXT NOT NULL CHECK (tongue IN ('fr', 'en')),
            appearance TEXT NOT NULL DEFAULT 'system' CHECK (appearance IN ('system', 'light', 'dark')),
            active INT64 NOT NULL DEFAULT 1 CHECK (active IN (0, 1)), created INT64 NOT NULL,
            factor BYTES, factor_pending BYTES, factor_counter INT64 NOT NULL DEFAULT 0
        )
        """,
        """
        CREATE TABLE account_grant (
            account INT64 NOT NULL REFERENCES account (id), role TEXT NOT NULL, service INT64 REFERENCES service (id)
        )
        """,
        "CREATE UNIQUE INDEX account_grant_one ON account_grant (account, role, COALESCE(service, 0))",
        """
        CREATE TABLE recovery_code (
            account INT64 NOT NULL REFERENCES account (id), hash BYTES NOT NULL, PRIMARY KEY (account, hash)
        )
        """)

    private static let sessions = Migration(
        "people-0003-sessions",
        """
        CREATE TABLE session (
            id INT64 PRIMARY KEY, token BYTES NOT NULL UNIQUE, account INT64 NOT NULL REFERENCES account (id),
            complete INT64 NOT NULL CHECK (complete IN (0, 1)), device TEXT NOT NULL, created INT64 NOT NULL,
            seen INT64 NOT NULL, expires INT64 NOT NULL
        )
        """,
        "CREATE INDEX session_account ON session (account)",
        "CREATE INDEX session_expires ON session (expires)",
        """
        CREATE TABLE invitation (
            token BYTES PRIMARY KEY, account INT64 NOT NULL UNIQUE REFERENCES account (id), expires INT64 NOT NULL
        )
        """,
        """
        CREATE TABLE attempt (
            key BYTES PRIMARY KEY, failures INT64 NOT NULL, last INT64 NOT NULL, until INT64 NOT NULL
        )
        """)
}
