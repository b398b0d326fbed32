/* The ODBC driver manager (unixODBC), which is loaded only when a database is asked for: who reads
 * files needs nothing installed, and pays nothing when the program starts. */
#ifndef FOISTAT_DATABASE_ODBC_H
#define FOISTAT_DATABASE_ODBC_H

#include <sql.h>
#include <sqlext.h>
#include <sqlucode.h>

#include "base/err.h"

/* The functions that are used, under the names they have without "SQL". Texts are UTF-16. */
struct odbc {
    SQLRETURN (*AllocHandle)(SQLSMALLINT, SQLHANDLE, SQLHANDLE *);
    SQLRETURN (*FreeHandle)(SQLSMALLINT, SQLHANDLE);
    SQLRETURN (*SetEnvAttr)(SQLHENV, SQLINTEGER, SQLPOINTER, SQLINTEGER);
    SQLRETURN (*SetConnectAttr)(SQLHDBC, SQLINTEGER, SQLPOINTER, SQLINTEGER);
    SQLRETURN (*SetStmtAttr)(SQLHSTMT, SQLINTEGER, SQLPOINTER, SQLINTEGER);
    SQLRETURN(*DriverConnect)
    (SQLHDBC, SQLHWND, SQLWCHAR *, SQLSMALLINT, SQLWCHAR *, SQLSMALLINT, SQLSMALLINT *,
     SQLUSMALLINT);
    SQLRETURN (*Disconnect)(SQLHDBC);
    SQLRETURN(*DataSources)
    (SQLHENV, SQLUSMALLINT, SQLWCHAR *, SQLSMALLINT, SQLSMALLINT *, SQLWCHAR *, SQLSMALLINT,
     SQLSMALLINT *);
    SQLRETURN (*GetInfo)(SQLHDBC, SQLUSMALLINT, SQLPOINTER, SQLSMALLINT, SQLSMALLINT *);
    SQLRETURN(*GetDiagRec)
    (SQLSMALLINT, SQLHANDLE, SQLSMALLINT, SQLWCHAR *, SQLINTEGER *, SQLWCHAR *, SQLSMALLINT,
     SQLSMALLINT *);
    SQLRETURN(*Tables)
    (SQLHSTMT, SQLWCHAR *, SQLSMALLINT, SQLWCHAR *, SQLSMALLINT, SQLWCHAR *, SQLSMALLINT,
     SQLWCHAR *, SQLSMALLINT);
    SQLRETURN (*ExecDirect)(SQLHSTMT, SQLWCHAR *, SQLINTEGER);
    SQLRETURN (*NumResultCols)(SQLHSTMT, SQLSMALLINT *);
    SQLRETURN(*ColAttribute)
    (SQLHSTMT, SQLUSMALLINT, SQLUSMALLINT, SQLPOINTER, SQLSMALLINT, SQLSMALLINT *, SQLLEN *);
    SQLRETURN (*BindCol)(SQLHSTMT, SQLUSMALLINT, SQLSMALLINT, SQLPOINTER, SQLLEN, SQLLEN *);
    SQLRETURN (*Fetch)(SQLHSTMT);
    SQLRETURN (*EndTran)(SQLSMALLINT, SQLHANDLE, SQLSMALLINT);
};

/* Loads it, once. NULL with ERR_TOOL_MISSING, which names the package, when it is not there. */
const struct odbc *odbc_load(struct err *e);

#endif
