package e2e

import (
	"strings"
	"testing"
	"time"

	"sparkgate.dev/e2e/lab"
	"sparkgate.dev/e2e/spark"
)

// Our sentences, as far as they do not count anything.
const (
	refusedDriver = "policy refusals refuses this Spark driver in namespace spark-jobs ("
	refusedImage  = `approved-registries: spec.containers[0].image "docker.io/evil/spark:1" is not from registry.example.com/*`
	refusedSize   = "driver-size: spec.containers[0].resources.limits.memory 17600Mi is over 8Gi"
)

func TestForbiddenImageEndsSparkSubmitWithOurSentence(t *testing.T) {
	eachVersion(t, func(t *testing.T, l *lab.Lab, s *spark.Spark) {
		result, err := s.Submit(t.Context(), l, "evil", lab.EvilImage+":1")
		must(t, err)
		expectRefusal(t, result, refusedDriver, refusedImage)
		expectNoDriver(t, l)
	})
}

func TestEveryViolationIsOnTheTerminalOfSparkSubmit(t *testing.T) {
	eachVersion(t, func(t *testing.T, l *lab.Lab, s *spark.Spark) {
		result, err := s.Submit(t.Context(), l, "evil-and-big", lab.EvilImage+":1", "spark.driver.memory=16000m",
			"spark.kubernetes.memoryOverheadFactor=0.1")
		must(t, err)
		expectRefusal(t, result, refusedDriver, refusedImage, refusedSize)
	})
}

func TestForbiddenImageIsRefusedToKubectlInTheSameWords(t *testing.T) {
	l := theLab(t)
	pod := `{"apiVersion": "v1", "kind": "Pod",
		"metadata": {"name": "evil", "namespace": "spark-jobs", "labels": {"spark-role": "driver"}},
		"spec": {"containers": [{"name": "spark-kubernetes-driver", "image": "docker.io/evil/spark:1"}]}}`
	_, err := l.KubectlAs(within(t, time.Minute), "jane", pod, "create", "--filename=-")
	if err == nil || !strings.Contains(err.Error(), "exit code 1\n") ||
		!strings.Contains(err.Error(), refusedDriver) || !strings.Contains(err.Error(), refusedImage) {
		t.Errorf("kubectl said: %v", err)
	}
	expectNoDriver(t, l)
}

func expectRefusal(t *testing.T, result lab.Result, sentences ...string) {
	t.Helper()
	if result.Exit != 1 {
		t.Errorf("spark-submit ended with %d, not 1", result.Exit)
	}
	for _, sentence := range sentences {
		if !strings.Contains(result.Output, sentence) {
			t.Errorf("no %q on the terminal:\n%.3000s", sentence, result.Output)
		}
	}
}

func expectNoDriver(t *testing.T, l *lab.Lab) {
	t.Helper()
	pods, err := l.Pods(within(t, time.Minute), "spark-role=driver")
	must(t, err)
	if len(pods) > 0 {
		t.Errorf("%s is stored", pods[0].Name)
	}
}
