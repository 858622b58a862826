#pragma once

namespace sparkgate::render {

/// In what rendered pods differ from those that Spark sends, always: said with every application.
/// tests/unit/render compares all other fields with recorded pods.
inline constexpr const char* kDifferences[] = {
    "names, ids, uids and local directories that Spark makes up are zeros; the user is spark, or "
    "the one of --proxy-user",
    "one executor is shown, of the default resource profile; all are alike but for their number",
    "addresses of the driver are 0.0.0.0, a secret of spark.authenticate is zeros",
    "lists made of confs (variables, volumes, JVM options) are sorted here; Spark's order varies",
    "the submitter's environment (HADOOP_CONF_DIR, files in SPARK_CONF_DIR, PYSPARK_PYTHON) is not "
    "looked at",
    "what the API server adds first (defaults, token volume, tolerations, priority) is not there",
};

}  // namespace sparkgate::render
