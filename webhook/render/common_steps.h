#pragma once

#include <string>

#include "render/application.h"
#include "render/pod.h"

namespace sparkgate::render {

/// What Spark does alike to drivers and executors; `role` is "driver" or "executor".

/// Labels and annotations of the conf, and Spark's own labels; a reserved label is a mistake.
void add_metadata(SparkPod& pod, const Application& app, const std::string& role, Account& account);

/// Node selectors, pull secrets and scheduler.
void add_scheduling(SparkPod& pod, const Conf& conf, const std::string& role);

/// Name, image and pull policy of the Spark container; no image is a mistake.
void add_image(SparkPod& pod, const Application& app, const std::string& role, Account& account);

/// CPU, memory (MiB) and devices.
void add_resources(SparkPod& pod, const Conf& conf, const std::string& role, std::int64_t memory,
                   Account& account);

/// From 4.3 on, privilege escalation is off.
void add_security_context(SparkPod& pod, const Application& app, const std::string& role);

/// `spark.kubernetes.ROLE.secrets.*`: mounted.
void mount_secrets(SparkPod& pod, const Conf& conf, const std::string& role);

/// `spark.kubernetes.ROLE.secretKeyRef.*`: variables.
void add_env_secrets(SparkPod& pod, const Conf& conf, const std::string& role, Account& account);

void set_service_account(SparkPod& pod, const std::string& account_name);

/// A volume for each local directory that no volume of the user is, and SPARK_LOCAL_DIRS.
/// `given`: directories instead of Spark's own; empty: none are.
void add_local_dirs(SparkPod& pod, const Conf& conf, const std::string& given);

void add_port(SparkPod& pod, const char* name, int port);

/// The Hadoop configuration of `spark.kubernetes.hadoop.configMapName`.
void mount_hadoop_conf(SparkPod& pod, const Conf& conf);

/// SPARK_LOCAL_DIRS of a pod.
std::string local_dirs(const SparkPod& pod);

}  // namespace sparkgate::render
