"""Replays recorded pods with Spark: a task for each file, and the report that one process would have made of all of
them. FILES are named as every executor sees them; the driver looks which ones match a pattern.

  spark-submit replay.py --policies NEW [--against OLD] [-o table|json] [--report FILE] FILES...

The exit code is that of `sparkgate replay`.
"""

import argparse
import glob
import shlex
import subprocess
import sys

from pyspark.sql import SparkSession


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--policies", required=True, help="policy directory or file")
    parser.add_argument("--against", help="policies that are in force: tell only what changes")
    parser.add_argument("-o", "--output", default="table", help="as of sparkgate replay (default: table)")
    parser.add_argument("--report", default="/dev/stdout", metavar="FILE",
                        help="where to write the report (default: stdout, among what Spark writes)")
    parser.add_argument("--sparkgate", default="sparkgate", help="the program (default: the one in $PATH)")
    parser.add_argument("files", nargs="+", help="files or patterns; gzip and zstd are read as they are")
    return parser.parse_args()


def main():
    asked = arguments()
    files = sorted({file for pattern in asked.files for file in glob.glob(pattern)})
    if not files:
        sys.exit("replay.py: no file is called " + " or ".join(asked.files))
    # One file a task: xargs gives its name to sparkgate, which writes one line. A task that fails fails the job.
    replay = ["xargs", "-r", "-d", r"\n", asked.sparkgate, "replay", "-o", "partial", "--threads", "1",
              "--policies", asked.policies, *(["--against", asked.against] if asked.against else [])]
    spark = SparkSession.builder.appName("sparkgate-replay").getOrCreate()
    tasks = spark.sparkContext.parallelize(files, len(files))
    parts = tasks.pipe(shlex.join(replay), checkCode=True).collect()
    spark.stop()
    with open(asked.report, "w", encoding="utf-8") as report:
        merge = subprocess.run([asked.sparkgate, "replay", "--merge", "--output", asked.output, "-"],
                               input="\n".join(parts), stdout=report, text=True, check=False)
    sys.exit(merge.returncode)


if __name__ == "__main__":
    main()
