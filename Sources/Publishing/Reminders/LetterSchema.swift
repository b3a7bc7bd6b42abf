import Storage

/// The table of letters to the staff. Appended to, never edited once it has shipped.
enum LetterSchema {
    static let migrations = [
        Migration(
            "0550-staff-letters",
            // One row a letter: its key is what makes that nobody is told twice. It holds no word of any post.
            """
            CREATE TABLE staff_letter (
              id INT64 PRIMARY KEY,
              matter TEXT NOT NULL,
              subject INT64 NOT NULL,
              event TEXT NOT NULL,
              person INT64 NOT NULL,
              state TEXT NOT NULL CHECK (state IN ('ready', 'armed', 'sent', 'unknown', 'refused')),
              error TEXT,
              planned_at INT64 NOT NULL,
              settled_at INT64,
              UNIQUE (matter, subject, event, person)
            )
            """,
            "CREATE INDEX staff_letter_subject ON staff_letter (subject, planned_at)")
    ]
}
