package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"sparkgate.dev/e2e/lab"
	"sparkgate.dev/e2e/spark"
)

const (
	driverWithSecret   = "spark-kubernetes-driver WAREHOUSE_PASSWORD=warehouse:password /mnt/secrets/warehouse=warehouse\n"
	executorWithSecret = "spark-kubernetes-executor WAREHOUSE_PASSWORD=warehouse:password /mnt/secrets/warehouse=warehouse\n"
)

func TestSecretsAreInSparkContainersAsVariableAndFile(t *testing.T) {
	eachVersion(t, func(t *testing.T, l *lab.Lab, s *spark.Spark) {
		driver := submitted(t, l, s, "secrets",
			"spark.kubernetes.driver.label.lane=warehouse", "spark.kubernetes.executor.label.lane=warehouse")
		expectSecrets(t, driver, driverWithSecret)
		must(t, l.PretendToRun(within(t, time.Minute), driver))
		process, err := s.StartClusterDriver(within(t, time.Minute), l, driver)
		must(t, err)
		for _, executor := range executors(t, l, process) {
			expectSecrets(t, &executor, executorWithSecret)
		}
	})
}

func expectSecrets(t *testing.T, pod *corev1.Pod, wanted string) {
	t.Helper()
	if got := secrets(pod); got != wanted {
		t.Errorf("%s is stored with secrets\n%s\nnot\n%s", pod.Name, got, wanted)
	}
}

// secrets are those that a container knows of, a container a line; a mount that can be written to says so.
func secrets(pod *corev1.Pod) string {
	volumes := map[string]string{}
	for _, volume := range pod.Spec.Volumes {
		if volume.Secret != nil {
			volumes[volume.Name] = volume.Secret.SecretName
		}
	}
	var out strings.Builder
	for _, container := range append(pod.Spec.InitContainers, pod.Spec.Containers...) {
		words := []string{container.Name}
		for _, variable := range container.Env {
			if from := variable.ValueFrom; from != nil && from.SecretKeyRef != nil {
				words = append(words, variable.Name+"="+from.SecretKeyRef.Name+":"+from.SecretKeyRef.Key)
			}
		}
		for _, mount := range container.VolumeMounts {
			secret, ok := volumes[mount.Name]
			if !ok {
				continue
			}
			words = append(words, mount.MountPath+"="+secret)
			if !mount.ReadOnly {
				words = append(words, "writable")
			}
		}
		if len(words) > 1 {
			fmt.Fprintln(&out, strings.Join(words, " "))
		}
	}
	return out.String()
}
