package spark

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"sparkgate.dev/e2e/lab"
)

// submitWithin bounds a spark-submit that does not wait for its application: 5 seconds when nothing else runs.
const submitWithin = 2 * time.Minute

// pi is where the images have Spark's example; submitting does not need it here.
const pi = "local:///opt/spark/examples/src/main/python/pi.py"

// Submit is `spark-submit --deploy-mode cluster` by jane. Conf is added as `--conf` arguments. It returns when the
// driver pod was stored or refused; a refusal is an exit code, not an error.
func (s *Spark) Submit(ctx context.Context, l *lab.Lab, name, image string, conf ...string) (lab.Result, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, submitWithin, fmt.Errorf("still there after %v", submitWithin))
	defer cancel()
	return lab.Run(ctx, s.command(l, filepath.Join(l.Home, "no-conf"), Arguments(l, name, image, conf...)))
}

// Arguments are what Submit gives to spark-submit.
func Arguments(l *lab.Lab, name, image string, conf ...string) []string {
	args := []string{"--master", "k8s://" + l.URL, "--deploy-mode", "cluster", "--name", name}
	args = append(args, confs(append([]string{
		"spark.kubernetes.namespace=" + lab.Namespace,
		"spark.kubernetes.container.image=" + image,
		"spark.kubernetes.authenticate.driver.serviceAccountName=spark",
		"spark.kubernetes.authenticate.submission.caCertFile=" + l.CA,
		"spark.kubernetes.authenticate.submission.oauthToken=" + l.Tokens["jane"],
		"spark.kubernetes.submission.waitAppCompletion=false",
	}, conf...))...)
	return append(args, pi, "10")
}

// Run is spark-submit of a program of ours, which Spark runs in processes of this machine.
func (s *Spark) Run(ctx context.Context, l *lab.Lab, program string, args ...string) (lab.Result, error) {
	words := []string{"--master", "local[2]", "--conf", "spark.ui.enabled=false", program}
	return lab.Run(ctx, s.command(l, filepath.Join(l.Home, "no-conf"), append(words, args...)))
}

// command: nothing of the machine's own Spark, Hadoop or Kubernetes settings is seen.
func (s *Spark) command(l *lab.Lab, confDir string, args []string) lab.Command {
	return lab.Command{
		Program: filepath.Join(s.home, "bin", "spark-submit"),
		Args:    args,
		Env: []string{
			"HOME=" + l.Home, "TMPDIR=" + l.Home, "SPARK_SUBMIT_OPTS=-Djava.io.tmpdir=" + l.Home,
			"JAVA_HOME=" + s.java, "SPARK_HOME=" + s.home, "SPARK_CONF_DIR=" + confDir,
			"PYSPARK_PYTHON=" + s.python, "PYSPARK_DRIVER_PYTHON=" + s.python,
			"SPARK_LOCAL_IP=127.0.0.1", "SPARK_USER=jane", "KUBECONFIG=" + filepath.Join(l.Home, "no-kubeconfig"),
		},
	}
}

func confs(settings []string) []string {
	var args []string
	for _, setting := range settings {
		args = append(args, "--conf", setting)
	}
	return args
}
