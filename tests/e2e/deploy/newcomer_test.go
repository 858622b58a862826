package deploy

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"sparkgate.dev/e2e/lab"
)

// step of a path: a command, and what it prints. A line `…` stands for any lines.
type step struct{ command, prints string }

// newcomersPath is what README.md shows of an installation.
func newcomersPath(t *testing.T) []step {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	must(t, err)
	_, section, _ := strings.Cut(string(readme), "\n## Install it\n")
	_, block, _ := strings.Cut(section, "```\n")
	block, _, _ = strings.Cut(block, "```\n")
	var path []step
	for _, text := range strings.Split("\n"+block, "\n$ ")[1:] {
		command, prints, _ := strings.Cut(text, "\n")
		path = append(path, step{command, strings.TrimSpace(prints)})
	}
	return path
}

// The path is walked as it is written, in few commands; what a cluster does meanwhile is done here.
func TestANewcomersPath(t *testing.T) {
	i := prepare(t, theCluster(t), "manifests/overlays/self-signed")
	t.Cleanup(func() { i.takeAway(t) })
	path := newcomersPath(t)
	if len(path) < 3 || len(path) > 5 {
		t.Fatalf("%d commands: %q", len(path), path)
	}
	began := time.Now()
	for n, one := range path {
		i.walk(t, one)
		if n == 0 {
			i.rotate(t)
			i.runServer(t)
			i.becomeAvailable(t)
			i.expectDecided(t)
		}
	}
	t.Logf("seen: %d commands, from the first to a refused and a completed driver: %v", len(path),
		time.Since(began).Round(100*time.Millisecond))
}

func (i *installation) walk(t *testing.T, one step) {
	t.Helper()
	command := strings.ReplaceAll(one.command, "-k manifests/overlays/self-signed", "-k "+i.folder)
	result, err := lab.Run(within(t, time.Minute), lab.Command{Program: "/bin/sh", Args: []string{"-c", command}, Env: []string{
		"PATH=" + filepath.Dir(i.Kubectl) + ":" + os.Getenv("PATH"), "KUBECONFIG=" + i.Kubeconfigs["admin"], "HOME=" + i.home}})
	must(t, err)
	wanted := strings.ReplaceAll(regexp.QuoteMeta(one.prints), "…", "(?s:.*)")
	if got := strings.TrimSpace(result.Output); !regexp.MustCompile("^" + wanted + "$").MatchString(got) {
		t.Errorf("%s\nprints\n%s\nand README.md shows\n%s", one.command, got, one.prints)
	}
}

// becomeAvailable is what controllers say of a Deployment when its pods are ready.
func (i *installation) becomeAvailable(t *testing.T) {
	t.Helper()
	deployments := i.Admin.AppsV1().Deployments(namespace)
	one, err := deployments.Get(within(t, time.Minute), "sparkgate", metav1.GetOptions{})
	must(t, err)
	count := *one.Spec.Replicas
	one.Status.ObservedGeneration = one.Generation
	one.Status.Replicas, one.Status.UpdatedReplicas = count, count
	one.Status.ReadyReplicas, one.Status.AvailableReplicas = count, count
	_, err = deployments.UpdateStatus(within(t, time.Minute), one, metav1.UpdateOptions{})
	must(t, err)
}
