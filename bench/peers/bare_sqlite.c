/* The limit of an import: C and SQLite alone put the rows of a database that we imported into an empty one of the same
   schema, in the same order, with the same durability and as many mentions a transaction. The rows lie in memory before
   the clock starts: nothing is parsed, folded, stemmed or counted.
   usage: bare_sqlite IMPORTED STEMS EMPTY BATCH      prints: rows seconds */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct {
    const char *read;   /* first column: the mention */
    const char *write;
    int columns;
    long count;
    sqlite3_value **values;
    sqlite3_stmt *insert;
    long next;
} Rows;

static void fail(sqlite3 *db, const char *what) {
    fprintf(stderr, "%s: %s\n", what, sqlite3_errmsg(db));
    exit(2);
}

static void run(sqlite3 *db, const char *sql) {
    if (sqlite3_exec(db, sql, 0, 0, 0) != SQLITE_OK) fail(db, sql);
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, 0) != SQLITE_OK) fail(db, sql);
    return statement;
}

static void load(sqlite3 *db, Rows *rows) {
    sqlite3_stmt *statement = prepare(db, rows->read);
    long room = 0;
    rows->columns = sqlite3_column_count(statement);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        if (rows->count == room) {
            room = room ? room * 2 : 4096;
            rows->values = realloc(rows->values, sizeof(sqlite3_value *) * room * rows->columns);
        }
        for (int i = 0; i < rows->columns; i++)
            rows->values[rows->count * rows->columns + i] = sqlite3_value_dup(sqlite3_column_value(statement, i));
        rows->count++;
    }
    sqlite3_finalize(statement);
}

static long key(Rows *rows) { return sqlite3_value_int64(rows->values[rows->next * rows->columns]); }

static void insert(sqlite3 *db, Rows *rows) {
    for (int i = 0; i < rows->columns; i++)
        sqlite3_bind_value(rows->insert, i + 1, rows->values[rows->next * rows->columns + i]);
    if (sqlite3_step(rows->insert) != SQLITE_DONE) fail(db, rows->write);
    sqlite3_reset(rows->insert);
    rows->next++;
}

static char *insertion(sqlite3 *db, const char *table, int columns) {
    sqlite3_str *sql = sqlite3_str_new(db);
    sqlite3_str_appendf(sql, "INSERT INTO %s VALUES (?", table);
    for (int i = 1; i < columns; i++) sqlite3_str_appendall(sql, ", ?");
    sqlite3_str_appendall(sql, ")");
    return sqlite3_str_finish(sql);
}

int main(int count, char **words) {
    if (count != 5) return 2;
    sqlite3 *from, *to;
    if (sqlite3_open(words[1], &from) || sqlite3_open(words[3], &to)) return 2;
    sqlite3_stmt *attach = prepare(from, "ATTACH ? AS stems");
    sqlite3_bind_text(attach, 1, words[2], -1, SQLITE_STATIC);
    sqlite3_step(attach);
    sqlite3_finalize(attach);
    Rows tables[] = {
        {"SELECT * FROM mention ORDER BY id", "mention"},
        {"SELECT * FROM author ORDER BY mention", "author"},
        {"SELECT mention, band FROM mention_band ORDER BY mention", "mention_band (mention, band)"},
        {"SELECT id, stems FROM stems.stems ORDER BY id", "mention_text (rowid, stems)"},
    };
    run(to, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
            "PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY");
    for (int t = 0; t < 4; t++) {
        load(from, &tables[t]);
        tables[t].insert = prepare(to, insertion(to, tables[t].write, tables[t].columns));
    }
    struct timespec began, ended;
    long batch = atol(words[4]);
    clock_gettime(CLOCK_MONOTONIC, &began);
    while (tables[0].next < tables[0].count) {
        run(to, "BEGIN IMMEDIATE");
        for (long i = 0; i < batch && tables[0].next < tables[0].count; i++) {
            long mention = key(&tables[0]);
            insert(to, &tables[0]);
            for (int t = 1; t < 4; t++)
                while (tables[t].next < tables[t].count && key(&tables[t]) == mention) insert(to, &tables[t]);
        }
        run(to, "COMMIT");
    }
    clock_gettime(CLOCK_MONOTONIC, &ended);
    printf("%ld %.6f\n", tables[0].count, (ended.tv_sec - began.tv_sec) + (ended.tv_nsec - began.tv_nsec) / 1e9);
    sqlite3_close(to);
    return 0;
}
