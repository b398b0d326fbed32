/* The rows of the command table. */
#include "cli/command.h"

const struct command commands[] = {
    {.name = "run",
     .usage = "run SCRIPT [DATA...]",
     .summary = "run an analysis; with -o, write its report",
     .examples = "foistat run scripts/early_help.lua -o runs/early_help\n"
                 "foistat run scripts/early_help.lua -s reference='Asian/Asian British'\n"
                 "foistat run my.lua answer.csv\n"
                 "mlr --icsv --ocsv cat *.csv | foistat run my.lua -\n"
                 "foistat run my.lua odbc:DSN=national\n"
                 "foistat run scripts/early_help.lua -o runs/early_help --png --pdf\n",
     .options =
         {{'o', "out", "DIR", false,
           "write report.html, report.md, results.json, tables/, charts/, script/ and the "
           "manifest to DIR"},
          {'s', "set", "KEY=VALUE", true, "a setting, which the script reads with foi.setting"},
          {'d', "datasets", "DIR", true, "look for datasets in DIR too"},
          {'j', "json", NULL, false, "print results.json instead of the text report"},
          {0, "png", NULL, false, "write charts/*.png too, at twice the size (needs rsvg-convert)"},
          {0, "chart-size", "SIZE", true,
           "write charts/NAME-SIZE.svg too: slide (16:9, large type) or phone"},
          {0, "vega-lite", NULL, false,
           "write charts/NAME.vl.json too: each chart as Vega-Lite, to restyle"},
          {0, "pdf", NULL, false, "write report.pdf too (needs WeasyPrint)"},
          {'q', "quiet", NULL, false, "print nothing but errors"},
          {0, "limit-seconds", "N", false, "stop the script after N seconds (60)"},
          {0, "limit-steps", "N", false, "stop the script after N Lua instructions (10^10)"},
          {0, "limit-memory", "MIB", false,
           "memory for the script's own values (256); with its tables, four times that"},
          {0, "threads", "N", false,
           "count and decompress with N threads (one a processor); results never depend on it"},
          {0, "published", NULL, false,
           "sources that do not say otherwise are public as they stand"},
          {0, "disclosure", "POLICY", false,
           "rules for sources that are not public: foi-uk (unless you say), opensafely, dfe, "
           "ons, or threshold=5,round=5,zeros=hide,width=5; \",published\" behind them: for "
           "public sources too"},
          {0, "ledger", "FILE", false,
           "what was released of such sources before; this run is added to it"},
          {0, "allow", "WHAT", true,
           "weak-sandbox: run although the kernel does not confine the script; disclosure: "
           "write what would show hidden counts"}},
     .run = run_command},
    {.name = "calc",
     .usage = "calc MEASURE NAME=VALUE...",
     .summary = "one measure from the command line, or many as JSON lines",
     .examples = "foistat calc prop.ci.wilson x=44 n=724\n"
                 "foistat calc rate.ci.garwood_exact count=10798 exposure=1 conf_level=0.99\n"
                 "foistat calc padjust.holm p=0.01,0.02,0.04\n"
                 "foistat calc --jsonl < questions.jsonl\n",
     .options = {{'l', "jsonl", NULL, false,
                  "read {\"id\":..,\"method\":..,\"inputs\":{..}} lines, answer each with a line"},
                 {'j', "json", NULL, false, "print the answer as JSON"}},
     .run = calc_command},
    {.name = "describe",
     .usage = "describe [DATA]",
     .summary =
         "columns, types, marks and checks of a dataset or a CSV file; without DATA, the datasets",
     .examples = "foistat describe\n"
                 "foistat describe leicester_early_help_2017\n"
                 "foistat describe answer.csv\n",
     .options = {{'d', "datasets", "DIR", true, "look for datasets in DIR too"},
                 {'j', "json", NULL, false, "print as JSON"},
                 {0, "allow", "WHAT", true,
                  "weak-sandbox: read although the kernel does not confine the reader"}},
     .run = describe_command},
    {.name = "check",
     .usage = "check DATA",
     .summary = "which hidden counts of a dataset or a CSV file can be worked out; never what they "
                "are",
     .examples = "foistat check answer.csv\n"
                 "foistat check leicester_early_help_2017\n",
     .options = {{'d', "datasets", "DIR", true, "look for datasets in DIR too"},
                 {'j', "json", NULL, false, "print as JSON"},
                 {0, "allow", "WHAT", true,
                  "weak-sandbox: read although the kernel does not confine the reader"}},
     .run = check_command},
    {.name = "report",
     .usage = "report RUN --pdf",
     .summary = "the report of a run that is there already, on paper",
     .examples = "foistat report runs/early_help --pdf\n"
                 "foistat report runs/early_help --pdf -o early_help.pdf\n",
     .options = {{0, "pdf", NULL, false, "write RUN/report.pdf (needs WeasyPrint)"},
                 {'o', "out", "FILE", false, "write it to FILE instead"},
                 {'q', "quiet", NULL, false, "print nothing but errors"}},
     .run = report_command},
    {.name = "index",
     .usage = "index DIR",
     .summary = "the runs in a folder; with -o, a page with a link to each report",
     .examples = "foistat index runs\n"
                 "foistat index runs -o runs/index.html\n"
                 "foistat index runs -o index.html --title 'What the letters say'\n"
                 "foistat index runs --json\n",
     .options = {{'o', "out", "FILE", false, "write the page; an earlier one is replaced"},
                 {'t', "title", "TEXT", false, "the title of the page (Analyses)"},
                 {'j', "json", NULL, false, "print the list as JSON"},
                 {'q', "quiet", NULL, false, "print nothing but errors"}},
     .run = index_command},
    {.name = "verify",
     .usage = "verify RUN [DATA...]",
     .summary = "is a run as it was recorded? with --rerun, does it come out the same again?",
     .examples = "foistat verify runs/early_help\n"
                 "foistat verify runs/early_help --rerun\n"
                 "foistat verify early_help.tar --rerun\n"
                 "foistat verify runs/my answer.csv\n",
     .options = {{'r', "rerun", NULL, false, "run it again, in memory, and compare every byte"},
                 {0, "script", "FILE", false, "compare the script of the run with this file"},
                 {'d', "datasets", "DIR", true, "look for datasets in DIR too"},
                 {0, "allow", "WHAT", true,
                  "weak-sandbox: read and run although this machine cannot confine it"},
                 {0, "limit-seconds", "N", false,
                  "let a run that was given more seconds have N of them (60)"},
                 {0, "limit-memory", "MIB", false,
                  "let a run that was given more memory have so much of it (256)"},
                 {0, "threads", "N", false, "run it again with N threads (one a processor)"},
                 {'j', "json", NULL, false, "print what was found as JSON"}},
     .run = verify_command},
    {.name = "diff",
     .usage = "diff RUN_A RUN_B",
     .summary = "what changed between two runs, and which figures moved",
     .examples = "foistat diff runs/first runs/second\n"
                 "foistat diff runs/first second.tar --tolerance 1e-9\n"
                 "foistat diff runs/first runs/second --json\n",
     .options = {{'t', "tolerance", "PART", false,
                  "a number that is no count has moved when it differs by more (0: 12 digits)"},
                 {0, "allow", "WHAT", true,
                  "weak-sandbox: read archives although this machine cannot confine it"},
                 {'j', "json", NULL, false, "print all changes as JSON"}},
     .run = diff_command},
    {.name = "archive",
     .usage = "archive RUN [DATA...]",
     .summary = "a run and what it read as one file, which another machine verifies",
     .examples = "foistat archive runs/early_help\n"
                 "foistat archive runs/early_help -o early_help.tar\n"
                 "foistat archive runs/my answer.csv --with-data answer.csv\n",
     .options = {{'o', "out", "FILE", false, "write it to FILE (the run's name with .tar)"},
                 {0, "with-data", "NAME", true,
                  "put in this input although it is not published: people are in it"},
                 {0, "script", "FILE", false, "look for inputs beside this script"},
                 {'d', "datasets", "DIR", true, "look for datasets in DIR too"},
                 {0, "allow", "WHAT", true,
                  "weak-sandbox: read an archive although this machine cannot confine it"},
                 {'q', "quiet", NULL, false, "print nothing but errors"}},
     .run = archive_command},
    {.name = "help",
     .usage = "help [COMMAND | MEASURE | FAMILY | FUNCTION | CODE | TOPIC]",
     .summary = "commands, measures, Lua functions, error codes; `help find WORD` searches",
     .examples = "foistat help run\n"
                 "foistat help prop.ci.wilson\n"
                 "foistat help foi.rate\n"
                 "foistat help D204\n"
                 "foistat help find unknown\n",
     .options = {{0, "markdown", NULL, false, "as a reference page"},
                 {0, "luals", NULL, false,
                  "definitions of the Lua module for editors (Lua language server)"}},
     .run = help_command},
    {.name = NULL},
};

const struct exit_row exit_rows[] = {
    {EXIT_OK, "done; for a script also when it reports that something cannot be computed"},
    {EXIT_FINDINGS,
     "something was found: a run is not as it was recorded, two runs differ, or a hidden "
     "count can be worked out"},
    {EXIT_USAGE,
     "wrong usage, an input that is missing or cannot be read, an output that cannot be written, "
     "a program that is not installed, or a kernel that does not confine scripts"},
    {EXIT_SCRIPT, "the script is wrong: syntax, an error while running, a wrong argument"},
    {EXIT_LIMIT,
     "stopped by a limit: time, steps, memory, output; by the sandbox; or by disclosure control"},
    {EXIT_BUG, "a bug in foistat, or no memory left on the machine"},
    {130, "interrupted (Ctrl-C)"},
    {0, NULL},
};
