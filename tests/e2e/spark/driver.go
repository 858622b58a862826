package spark

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"sparkgate.dev/e2e/lab"
)

// Drivers run outside the cluster here, with Spark's own code: with the command and the settings of their pod, and
// with a token bound to it, so that kube-apiserver sees executors created as from inside the pod.

// StartClusterDriver runs what the image's entrypoint runs in the pod that a cluster-mode spark-submit made.
// The pod must look Running (Lab.PretendToRun).
func (s *Spark) StartClusterDriver(ctx context.Context, l *lab.Lab, pod *corev1.Pod) (*lab.Process, error) {
	settings, err := l.CopySettings(ctx, pod, "/opt/spark/conf")
	if err != nil {
		return nil, err
	}
	args := []string{"--deploy-mode", "client"}
	for _, arg := range settings.Container.Args[1:] { // the first is "driver", for the entrypoint
		arg = strings.Replace(arg, "local:///opt/spark/examples", filepath.Join(s.home, "examples"), 1)
		args = append(args, strings.Replace(arg, settings.Mount, settings.Folder, 1))
	}
	return s.startDriver(ctx, l, pod, settings, driverConf{
		master:       "spark.kubernetes.driver.master=" + l.URL,
		authenticate: "spark.kubernetes.authenticate.driver.mounted.",
	}, args)
}

// StartClientDriver runs the command of a client-mode driver pod whose settings are mounted at `mount`.
func (s *Spark) StartClientDriver(ctx context.Context, l *lab.Lab, pod *corev1.Pod,
	mount string) (*lab.Process, error) {
	settings, err := l.CopySettings(ctx, pod, mount)
	if err != nil {
		return nil, err
	}
	args := []string{}
	for _, arg := range settings.Container.Args[1:] { // the first is spark-submit itself
		args = append(args, strings.Replace(arg, "/opt/spark", s.home, 1))
	}
	return s.startDriver(ctx, l, pod, settings, driverConf{
		master:       "spark.master=k8s://" + l.URL,
		authenticate: "spark.kubernetes.authenticate.",
	}, args)
}

// driverConf says how a driver is told of the API server: each mode has names of its own.
type driverConf struct{ master, authenticate string }

func (s *Spark) startDriver(ctx context.Context, l *lab.Lab, pod *corev1.Pod, settings lab.Settings, conf driverConf,
	args []string) (*lab.Process, error) {
	token, err := l.BoundToken(ctx, pod)
	if err != nil {
		return nil, err
	}
	tokenFile := filepath.Join(settings.Folder, "token")
	if err := os.WriteFile(tokenFile, []byte(token), 0o600); err != nil {
		return nil, err
	}
	outside := confs([]string{
		conf.master, conf.authenticate + "oauthTokenFile=" + tokenFile, conf.authenticate + "caCertFile=" + l.CA,
		"spark.driver.bindAddress=127.0.0.1", "spark.driver.port=0", "spark.driver.blockManager.port=0",
		"spark.ui.enabled=false",
	})
	log := filepath.Join(l.Paths.Logs, fmt.Sprintf("driver-%s-%s.log", s.Version, pod.Name))
	return lab.Launch(s.command(l, settings.Folder, append(outside, args...)), log, false)
}
