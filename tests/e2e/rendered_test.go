package e2e

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/diff"

	"sparkgate.dev/e2e/lab"
	"sparkgate.dev/e2e/spark"
)

// renderedConf has something of each kind that Spark makes a part of a pod of.
var renderedConf = []string{
	"spark.driver.memory=2g",
	"spark.kubernetes.driver.request.cores=0.5",
	"spark.kubernetes.driver.limit.cores=2",
	"spark.kubernetes.driver.label.team=analytics",
	"spark.kubernetes.driver.annotation.example.com/run={{APP_ID}}",
	"spark.kubernetes.driver.node.selector.lifecycle=on-demand",
	"spark.kubernetes.driverEnv.LOG_LEVEL=info",
	"spark.kubernetes.driver.volumes.emptyDir.cache.mount.path=/cache",
	"spark.kubernetes.driver.volumes.emptyDir.cache.options.sizeLimit=5Gi",
	"spark.kubernetes.node.selector.type=compute",
	"spark.executor.cores=2",
	"spark.executor.memory=3g",
	"spark.executor.memoryOverheadFactor=0.2",
	"spark.executor.pyspark.memory=512m",
	"spark.executorEnv.LOG_LEVEL=debug",
	"spark.kubernetes.executor.label.team=analytics",
	"spark.kubernetes.executor.limit.cores=3",
	"spark.kubernetes.executor.volumes.emptyDir.spark-local-dir-1.mount.path=/scratch-1",
	"spark.kubernetes.executor.volumes.emptyDir.spark-local-dir-1.options.medium=Memory",
	"spark.decommission.enabled=true",
}

func TestDryRunOfSparkSubmitTellsThePodsThatAreStored(t *testing.T) {
	eachVersion(t, func(t *testing.T, l *lab.Lab, s *spark.Spark) {
		driver := submitted(t, l, s, "rendered", renderedConf...)
		name := driver.Labels["spark-app-name"]
		said := saidOfSparkSubmit(t, l, spark.Arguments(l, name, lab.GoodImage+":"+s.Version, renderedConf...))
		expectTold(t, name, &said[0], driver)
		must(t, l.PretendToRun(within(t, time.Minute), driver))
		process, err := s.StartClusterDriver(within(t, time.Minute), l, driver)
		must(t, err)
		for _, executor := range executors(t, l, process) {
			if executor.Labels["spark-exec-id"] == "1" {
				expectTold(t, name, &said[1], &executor)
			}
		}
	})
}

// saidOfSparkSubmit asks the command line: the driver, then the executor, as they would be stored.
func saidOfSparkSubmit(t *testing.T, l *lab.Lab, arguments []string) []corev1.Pod {
	t.Helper()
	args := []string{"dry-run", "-p", l.Paths.Policies, "--user", "jane@corp.example", "-o", "json", "--show-pod",
		"--spark-submit", "--"}
	result, err := lab.Run(within(t, time.Minute),
		lab.Command{Program: l.Paths.Sparkgate, Args: append(args, arguments...)})
	must(t, err)
	lines := strings.Split(strings.TrimSpace(result.Stdout), "\n")
	if result.Exit != 0 || len(lines) != 2 {
		t.Fatalf("dry-run ended with %d:\n%s", result.Exit, result.Output)
	}
	pods := make([]corev1.Pod, len(lines))
	for i, line := range lines {
		said := struct{ Pod *corev1.Pod }{&pods[i]}
		must(t, json.Unmarshal([]byte(line), &said))
	}
	return pods
}

func expectTold(t *testing.T, name string, said, stored *corev1.Pod) {
	t.Helper()
	told, kept := comparable(t, name, said), comparable(t, name, stored)
	if told != kept {
		t.Errorf("dry-run tells of %s what is stored otherwise:\n%s", stored.Name, diff.Diff(strings.Split(told, "\n"), strings.Split(kept, "\n")))
	}
}

// madeUp is what Spark makes up for each run, and its example's own name.
var madeUp = []struct {
	pattern *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`spark-[0-9a-f]{32}`), "spark-ID"},
	{regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`), "UUID"},
	{regexp.MustCompile(`-[0-9a-f]{16}-`), "-ID-"},
}

// comparable is a pod without what webhook/render/differences.h says, and without the addresses and ports of a driver
// that runs outside of its pod.
func comparable(t *testing.T, name string, pod *corev1.Pod) string {
	t.Helper()
	pod = pod.DeepCopy()
	pod.Spec = withoutDefaults(pod.Spec)
	kept := essence(pod)
	kept.Name = pod.Name
	text := strings.ReplaceAll(string(encoded(t, kept)), "pythonpi", name)
	for _, rule := range madeUp {
		text = rule.pattern.ReplaceAllString(text, rule.instead)
	}
	var readable any
	must(t, json.Unmarshal([]byte(text), &readable))
	indented, err := json.MarshalIndent(readable, "", " ")
	must(t, err)
	return string(indented)
}

// withoutDefaults leaves out what kube-apiserver writes into every pod.
func withoutDefaults(spec corev1.PodSpec) corev1.PodSpec {
	spec.Priority, spec.PreemptionPolicy, spec.EnableServiceLinks = nil, nil, nil
	spec.SecurityContext, spec.TerminationGracePeriodSeconds, spec.DNSPolicy = nil, nil, ""
	if spec.SchedulerName == corev1.DefaultSchedulerName {
		spec.SchedulerName = ""
	}
	spec.Tolerations = slices.DeleteFunc(spec.Tolerations, func(one corev1.Toleration) bool {
		return strings.HasPrefix(one.Key, "node.kubernetes.io/")
	})
	spec.Volumes = slices.DeleteFunc(spec.Volumes, func(one corev1.Volume) bool { return isToken(one.Name) })
	slices.SortFunc(spec.Volumes, func(a, b corev1.Volume) int { return strings.Compare(a.Name, b.Name) })
	for i := range spec.Volumes {
		if source := spec.Volumes[i].ConfigMap; source != nil {
			source.DefaultMode = nil
			if strings.HasPrefix(spec.Volumes[i].Name, "spark-conf-volume-exec") {
				source.Items = nil // files that lie beside a driver outside of its pod
			}
		}
	}
	for _, containers := range [][]corev1.Container{spec.InitContainers, spec.Containers} {
		for i := range containers {
			withoutContainerDefaults(&containers[i])
		}
	}
	return spec
}

func withoutContainerDefaults(container *corev1.Container) {
	container.TerminationMessagePath, container.TerminationMessagePolicy = "", ""
	container.ImagePullPolicy = ""
	container.VolumeMounts = slices.DeleteFunc(container.VolumeMounts,
		func(one corev1.VolumeMount) bool { return isToken(one.Name) })
	slices.SortFunc(container.VolumeMounts,
		func(a, b corev1.VolumeMount) int { return strings.Compare(a.MountPath, b.MountPath) })
	container.Env = slices.DeleteFunc(container.Env, func(one corev1.EnvVar) bool {
		return one.Name == "SPARK_USER" || one.Name == "SPARK_DRIVER_URL" || one.Name == "SPARK_DRIVER_POD_IP" ||
			strings.HasPrefix(one.Name, "SPARK_JAVA_OPT_") || strings.HasPrefix(one.Name, "PYSPARK_")
	})
	slices.SortFunc(container.Env, func(a, b corev1.EnvVar) int { return strings.Compare(a.Name, b.Name) })
}

func isToken(volume string) bool { return strings.HasPrefix(volume, "kube-api-access-") }
