import Storage

/// The tables of the press room. Appended to, never edited once they have shipped.
enum PressSchema {
    static let migrations = [
        Migration(
            "0560-press",
            """
            CREATE TABLE press_release (
              id INT64 PRIMARY KEY,
              content TEXT NOT NULL,
              title TEXT NOT NULL,
              version INT64 NOT NULL CHECK (version >= 1),
              state TEXT NOT NULL CHECK (state IN ('draft', 'review', 'changes', 'approved', 'withdrawn', 'cancelled')),
              stage INT64 NOT NULL DEFAULT 0,
              author INT64 NOT NULL,
              service INT64,
              slug TEXT UNIQUE,
              public_version INT64,
              published_at INT64,
              withdrawn_at INT64,
              created_at INT64 NOT NULL,
              changed_at INT64 NOT NULL
            )
            """,
            "CREATE INDEX press_release_state ON press_release (state, changed_at)",
            "CREATE INDEX press_release_public ON press_release (published_at) WHERE published_at IS NOT NULL",
            """
            CREATE TABLE press_release_version (
              release_id INT64 NOT NULL REFERENCES press_release (id) ON DELETE CASCADE,
              version INT64 NOT NULL,
              content TEXT NOT NULL,
              person INT64 NOT NULL,
              at INT64 NOT NULL,
              PRIMARY KEY (release_id, version)
            )
            """,
            """
            CREATE TABLE press_verdict (
              id INT64 PRIMARY KEY,
              release_id INT64 NOT NULL REFERENCES press_release (id) ON DELETE CASCADE,
              version INT64 NOT NULL,
              stage TEXT NOT NULL,
              verdict TEXT NOT NULL CHECK (verdict IN ('approved', 'changes', 'submitted')),
              person INT64 NOT NULL,
              note TEXT,
              at INT64 NOT NULL
            )
            """,
            "CREATE INDEX press_verdict_release ON press_verdict (release_id, at)",
            """
            CREATE TABLE press_lift (
              id INT64 PRIMARY KEY,
              release_id INT64 NOT NULL REFERENCES press_release (id) ON DELETE CASCADE,
              rule TEXT NOT NULL,
              excerpt TEXT NOT NULL,
              person INT64 NOT NULL,
              name TEXT NOT NULL,
              reason TEXT NOT NULL,
              at INT64 NOT NULL
            )
            """,
            "CREATE INDEX press_lift_release ON press_lift (release_id)"),
        Migration(
            "0561-press-list",
            // A journalist or a newsroom. What was not confirmed is deleted after 48 hours; of who left, only a keyed
            // fingerprint of the address stays, so that nobody brings them in again by hand.
            """
            CREATE TABLE press_subscriber (
              id INT64 PRIMARY KEY,
              fingerprint BYTES NOT NULL UNIQUE,
              email TEXT,
              name TEXT NOT NULL,
              outlet TEXT NOT NULL,
              topics TEXT NOT NULL,
              tongue TEXT NOT NULL CHECK (tongue IN ('fr', 'en')),
              state TEXT NOT NULL CHECK (state IN ('pending', 'confirmed', 'left', 'refused')),
              form TEXT NOT NULL CHECK (form IN ('public', 'staff')),
              wording TEXT NOT NULL,
              added_by INT64,
              nonce TEXT NOT NULL,
              asked_at INT64 NOT NULL,
              expires_at INT64,
              confirmed_at INT64,
              left_at INT64,
              refused_at INT64,
              refusal TEXT,
              asks INT64 NOT NULL DEFAULT 1,
              told_at INT64,
              CHECK (state <> 'left' OR email IS NULL)
            )
            """,
            "CREATE INDEX press_subscriber_state ON press_subscriber (state, id)"),
        Migration(
            "0562-press-mail",
            // A release on its way to the press list, once a version.
            """
            CREATE TABLE press_mailing (
              id INT64 PRIMARY KEY,
              release_id INT64 NOT NULL REFERENCES press_release (id),
              version INT64 NOT NULL,
              person INT64 NOT NULL,
              state TEXT NOT NULL CHECK (state IN ('sending', 'held', 'done', 'cancelled')),
              reason TEXT,
              created_at INT64 NOT NULL,
              moved_at INT64 NOT NULL,
              UNIQUE (release_id, version)
            )
            """,
            // One mail to one subscriber: `armed` is in the mail server's hands, or was when a node died.
            """
            CREATE TABLE press_mail (
              id INT64 PRIMARY KEY,
              mailing INT64 NOT NULL REFERENCES press_mailing (id) ON DELETE CASCADE,
              subscriber INT64 NOT NULL REFERENCES press_subscriber (id),
              state TEXT NOT NULL CHECK (state IN ('ready', 'armed', 'sent', 'refused', 'unknown', 'cancelled')),
              tries INT64 NOT NULL DEFAULT 0,
              wait_until INT64,
              armed_at INT64,
              holder TEXT,
              error TEXT,
              settled_at INT64,
              UNIQUE (mailing, subscriber)
            )
            """,
            "CREATE INDEX press_mail_next ON press_mail (mailing, id) WHERE state IN ('ready', 'armed')"),
    ]
}
