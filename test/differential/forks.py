"""Runs the AWS CLI's own start-up script once for each line of input, each time in a fork of its own.

Before the first fork only modules are loaded that are no part of the AWS CLI: what the CLI itself takes from the
environment while it is loaded, each run takes for itself.

Argument: the script.
In: {"argv": [...], "env": {...}, "cwd": "...", "input": "...", "timeout": seconds}
Out: {"status": exit code, negative for a signal, "stdout": "...", "stderr": "..."}
"""

import configparser, email.parser, getpass, hashlib, http.client, json, logging.handlers, multiprocessing  # noqa
import os, runpy, shlex, signal, ssl, subprocess, sys, tempfile, traceback, uuid, xml.etree.ElementTree  # noqa

import dateutil.parser, dateutil.tz, docutils.core, jmespath, urllib3  # noqa


def run(script, call, streams):
    os.setsid()  # It has no terminal to ask at, and asks its input.
    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
    os.environ.clear()
    os.environ.update(call["env"])
    os.chdir(call["cwd"])
    signal.alarm(call["timeout"])
    sys.argv = [script, *call["argv"]]
    sys.path[0] = os.path.dirname(script)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")
    runpy.run_path(script, run_name="__main__")


def status_of(script, call, streams):
    try:
        run(script, call, streams)
        return 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        traceback.print_exc()
        return 1


def answer(script, call):
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(call["input"].encode())
        given.seek(0)
        child = os.fork()
        if child == 0:
            status = status_of(script, call, (given, out, err))
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out.seek(0)
        err.seek(0)
        text = {"stdout": out.read().decode(errors="replace"), "stderr": err.read().decode(errors="replace")}
        return {"status": status, **text}


for line in sys.stdin:
    print(json.dumps(answer(sys.argv[1], json.loads(line))), flush=True)
