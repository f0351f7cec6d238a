"""Every edge of a fleet, with PySpark: dumps are read where they lie, and edges are judged a few clients at a time.

    spark-submit mesh_edges.py DUMPS WORK [--mtlscope COMMAND] [--clients N]

DUMPS is a folder of config dumps and WORK an empty one; all executors must see both (a shared file system), and have
`mtlscope` and `xargs`. WORK/facts then holds what was read of the dumps, about a quarter of them, and WORK/edges one
edge a line, as `mtlscope edges -o json` prints it.
"""

import argparse
import json
import os
import shlex
import subprocess

from pyspark.sql import SparkSession

FILES_PER_RUN = 64


def files_below(folder):
    """All files of a folder, the order being the same on every machine."""
    found = [os.path.join(path, name) for path, _, names in os.walk(folder) for name in names]
    return sorted(os.path.abspath(path) for path in found)


def read_facts(context, files, command, slices):
    """Dumps to lines of facts. The facts of a proxy stay together, as one run of the tool reads its dump."""
    read = f"xargs -r -d '\\n' -n {FILES_PER_RUN} {command} facts"
    return context.parallelize(files, slices).pipe(read)


def client_of(line):
    """The proxy that a line of facts begins, if it begins one."""
    fact = json.loads(line)
    if fact["fact"] != "proxy":
        return []
    return [f"{fact['namespace']}/{fact['name']}" if fact["namespace"] else fact["name"]]


def judge(clients, facts, command):
    """The edges of some clients. Servers may be anywhere, so the facts of all proxies are read, but only these judged."""
    wanted = [word for client in clients for word in ("--from", client)]
    run = subprocess.run([*shlex.split(command), "edges", "-o", "json", *wanted, facts], capture_output=True, text=True)
    # 1 says that there are findings; 2 that a file was no facts, which Spark's own are not.
    if run.returncode not in (0, 1):
        raise RuntimeError(run.stderr)
    return [json.dumps(edge, sort_keys=True) for edge in json.loads(run.stdout)["edges"]]


def batches(names, size):
    return [names[at : at + size] for at in range(0, len(names), size)]


def edges_of_fleet(spark, dumps, work, command="mtlscope", clients_per_task=50):
    """Judges every edge of the dumps in a folder; answers them as an RDD of JSON, and leaves the facts in `work`."""
    context = spark.sparkContext
    files = files_below(dumps)
    slices = max(context.defaultParallelism, len(files) // FILES_PER_RUN)
    facts = os.path.join(os.path.abspath(work), "facts")
    read_facts(context, files, command, min(slices, max(1, len(files)))).saveAsTextFile(f"file://{facts}")
    clients = sorted(context.textFile(f"file://{facts}").flatMap(client_of).distinct().collect())
    tasks = batches(clients, clients_per_task)
    return context.parallelize(tasks, max(1, len(tasks))).flatMap(lambda task: judge(task, facts, command))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dumps")
    parser.add_argument("work")
    parser.add_argument("--mtlscope", default="mtlscope", help="the command, where it is not on the PATH")
    parser.add_argument("--clients", type=int, default=50, help="how many clients' edges a task judges")
    flags = parser.parse_args()
    spark = SparkSession.builder.appName("mesh edges").getOrCreate()
    edges = edges_of_fleet(spark, flags.dumps, flags.work, flags.mtlscope, flags.clients)
    edges.saveAsTextFile(f"file://{os.path.join(os.path.abspath(flags.work), 'edges')}")
    spark.stop()


if __name__ == "__main__":
    main()
