"""Checks many scripts and notebooks on a Spark cluster.

    spark-submit check_documents.py --holdout "holdout" "hdfs:///notebooks/*.json" hdfs:///findings

INPUT is JSON lines of {"path", "text"}; OUTPUT becomes JSON lines as `holdout check --stdin` writes them: one for
each document. `holdout` must be installed on every worker, or be a command that every worker can run.
"""

import argparse
import json
import shlex
import sys
import time

from pyspark.sql import SparkSession


def check(documents, holdout="holdout", options=""):
    """RDD of answers, one line of JSON for each line of `documents`, an RDD of JSON lines.

    Every task runs one process for all documents of its partition. Exit statuses up to 2 say what was found in
    documents; anything above is a crash, and Spark repeats the task.
    """
    script = f'{holdout} check --stdin --threads 1 {options}; test $? -le 2'
    return documents.pipe(f"sh -c {shlex.quote(script)}", checkCode=True)


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--holdout", default="holdout", help="command that runs Holdout on a worker")
    parser.add_argument("--options", default="", help="further options of holdout check")
    parser.add_argument("--partitions", type=int, default=0, help="tasks to make; 0: as Spark cuts the input")
    parser.add_argument("input")
    parser.add_argument("output")
    given = parser.parse_args(arguments)
    spark = SparkSession.builder.appName("holdout check").getOrCreate()
    documents = spark.sparkContext.textFile(given.input).filter(lambda line: line.strip() != "")
    if given.partitions:
        documents = documents.repartition(given.partitions)
    cores = spark.sparkContext.defaultParallelism
    begin = time.monotonic()
    check(documents, given.holdout, given.options).saveAsTextFile(given.output)
    seconds = time.monotonic() - begin
    # What was written, so that nothing is checked twice; a document without an answer would be a fault of the cluster.
    written = spark.sparkContext.textFile(given.output)
    asked, answered = documents.count(), written.count()
    parsed = written.map(json.loads).cache()
    findings = parsed.map(lambda answer: len(answer.get("findings", []))).sum()
    errors = parsed.filter(lambda answer: "error" in answer).count()
    print(f"{asked} documents, {answered} answers, {findings} findings, {errors} errors")
    print(f"{seconds:.1f} s on {cores} cores: {answered / seconds / cores:.0f} documents a second and core")
    spark.stop()
    return 0 if asked == answered else 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
