import Storage

/// The tables of our own reviews, numbered from 0360. Appended to, never edited once they have shipped.
enum ReviewSchema {
    static let migrations = [reviews, claims]

    /// `text` is what its author wrote, for moderators alone; `public_text` is what everybody may read once published.
    /// Once forgotten both are empty and the verdict stays, so that equal refusal can still be measured.
    private static let reviews = Migration(
        "0360-reviews",
        """
        CREATE TABLE review_link (
          id INT64 PRIMARY KEY,
          service INT64,
          code TEXT NOT NULL UNIQUE,
          created_by INT64,
          created_at INT64 NOT NULL,
          revoked_at INT64
        )
        """,
        "CREATE UNIQUE INDEX review_link_open ON review_link (COALESCE(service, 0)) WHERE revoked_at IS NULL",
        """
        CREATE TABLE review (
          id INT64 PRIMARY KEY,
          service INT64,
          state TEXT NOT NULL CHECK (
            state IN ('waiting', 'change_asked', 'published', 'refused', 'folded', 'withdrawn', 'forgotten')),
          lane TEXT NOT NULL CHECK (lane IN ('proof', 'slow')),
          held INT64 NOT NULL CHECK (held IN (0, 1)),
          text TEXT NOT NULL,
          public_text TEXT NOT NULL,
          masks TEXT NOT NULL,
          tongue TEXT NOT NULL,
          feeling TEXT CHECK (feeling IN ('good', 'mixed', 'bad')),
          speaker TEXT CHECK (speaker IN ('patient', 'relative')),
          stay_month TEXT,
          themes TEXT NOT NULL DEFAULT '',
          distress INT64 NOT NULL CHECK (distress IN (0, 1)),
          token_hash BYTES NOT NULL UNIQUE,
          text_key BYTES,
          folded_into INT64 REFERENCES review (id),
          submitted_at INT64 NOT NULL,
          edited_at INT64,
          published_at INT64,
          verdict TEXT CHECK (verdict IN ('published', 'refused')),
          verdict_at INT64,
          verdict_by INT64,
          polarity TEXT,
          reason TEXT,
          note TEXT,
          version INT64 NOT NULL DEFAULT 1,
          heard_version INT64
        )
        """,
        "CREATE INDEX review_by_state ON review (state, submitted_at)",
        "CREATE INDEX review_by_publication ON review (published_at) WHERE state = 'published'",
        "CREATE INDEX review_by_text ON review (text_key) WHERE text_key IS NOT NULL",
        """
        CREATE TABLE review_answer (
          reply INT64 PRIMARY KEY,
          review INT64 NOT NULL REFERENCES review (id),
          text TEXT NOT NULL,
          at INT64 NOT NULL
        )
        """,
        "CREATE INDEX review_answer_review ON review_answer (review, at)")

    /// What others say of a published review: that it should not be there, or their own side of it.
    private static let claims = Migration(
        "0361-review-claims",
        """
        CREATE TABLE review_claim (
          id INT64 PRIMARY KEY,
          review INT64 NOT NULL REFERENCES review (id),
          kind TEXT NOT NULL CHECK (kind IN ('flag', 'reply')),
          reason TEXT,
          text TEXT NOT NULL,
          contact TEXT NOT NULL,
          token_hash BYTES NOT NULL UNIQUE,
          state TEXT NOT NULL CHECK (state IN ('open', 'upheld', 'dismissed')),
          created_at INT64 NOT NULL,
          decided_at INT64,
          decided_by INT64,
          note TEXT
        )
        """,
        "CREATE INDEX review_claim_open ON review_claim (state, created_at)",
        "CREATE INDEX review_claim_review ON review_claim (review, kind, state)")
}
