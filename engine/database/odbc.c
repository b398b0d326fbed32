#include "database/odbc.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

static struct odbc functions;

/* Where each function is put, and what the library calls it. */
static const struct {
    size_t at;
    const char *name;
} table[] = {
    {offsetof(struct odbc, AllocHandle), "SQLAllocHandle"},
    {offsetof(struct odbc, FreeHandle), "SQLFreeHandle"},
    {offsetof(struct odbc, SetEnvAttr), "SQLSetEnvAttr"},
    {offsetof(struct odbc, SetConnectAttr), "SQLSetConnectAttrW"},
    {offsetof(struct odbc, SetStmtAttr), "SQLSetStmtAttrW"},
    {offsetof(struct odbc, DriverConnect), "SQLDriverConnectW"},
    {offsetof(struct odbc, Disconnect), "SQLDisconnect"},
    {offsetof(struct odbc, DataSources), "SQLDataSourcesW"},
    {offsetof(struct odbc, GetInfo), "SQLGetInfoW"},
    {offsetof(struct odbc, GetDiagRec), "SQLGetDiagRecW"},
    {offsetof(struct odbc, Tables), "SQLTablesW"},
    {offsetof(struct odbc, ExecDirect), "SQLExecDirectW"},
    {offsetof(struct odbc, NumResultCols), "SQLNumResultCols"},
    {offsetof(struct odbc, ColAttribute), "SQLColAttributeW"},
    {offsetof(struct odbc, BindCol), "SQLBindCol"},
    {offsetof(struct odbc, Fetch), "SQLFetch"},
    {offsetof(struct odbc, EndTran), "SQLEndTran"},
};

static bool fail_load(struct err *e) {
    const char *why = dlerror();
    fail(e, ERR_TOOL_MISSING, "databases are reached through ODBC, and its library is not here: %s",
         why != NULL ? why : "libodbc.so.2");
    return err_hint(e, "install unixODBC and the driver of your database: on Debian, libodbc2 with "
                       "odbc-postgresql, libsqliteodbc, odbc-mariadb or tdsodbc");
}

const struct odbc *odbc_load(struct err *e) {
    static bool loaded;
    void *library = loaded ? NULL : dlopen("libodbc.so.2", RTLD_NOW | RTLD_LOCAL);
    if (!loaded && library == NULL) {
        fail_load(e);
        return NULL;
    }
    for (size_t i = 0; !loaded && i < sizeof table / sizeof *table; i++) {
        void *function = dlsym(library, table[i].name);
        if (function == NULL) {
            fail_load(e);
            return NULL;
        }
        memcpy((char *)&functions + table[i].at, &function, sizeof function);
    }
    loaded = true;
    return &functions;
}
