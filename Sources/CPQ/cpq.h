/* The C library of PostgreSQL, found by pkg-config: https://www.postgresql.org/docs/current/libpq.html */
#include <libpq-fe.h>

/* Macros of characters, which Swift does not import. */
enum {
    CPQ_SEVERITY = PG_DIAG_SEVERITY_NONLOCALIZED,
    CPQ_STATE = PG_DIAG_SQLSTATE,
    CPQ_PRIMARY_MESSAGE = PG_DIAG_MESSAGE_PRIMARY
};
