package deploy

import (
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"sparkgate.dev/e2e/lab"
)

// server is the container of the stored Deployment as a process here: a kubelet's work.
type server struct {
	process *lab.Process
	status  string // host:port
}

// runServer mounts the Deployment's ConfigMaps and Secrets into a folder and starts the program with the container's
// arguments. Only the addresses differ.
func (i *installation) runServer(t *testing.T) *server {
	t.Helper()
	found, err := i.Admin.AppsV1().Deployments(namespace).Get(within(t, time.Minute), "sparkgate", metav1.GetOptions{})
	must(t, err)
	pod := found.Spec.Template.Spec
	folder, err := os.MkdirTemp(i.home, "mounts-")
	must(t, err)
	for _, mount := range pod.Containers[0].VolumeMounts {
		i.mount(t, pod, mount, folder)
	}
	var args []string
	for _, arg := range pod.Containers[0].Args {
		if !strings.HasPrefix(arg, "--listen=") && !strings.HasPrefix(arg, "--status-listen=") {
			args = append(args, strings.ReplaceAll(arg, "/etc/sparkgate", folder+"/etc/sparkgate"))
		}
	}
	args = append(args, fmt.Sprintf("--listen=127.0.0.1:%d", i.port), "--status-listen=127.0.0.1:0")
	s := &server{}
	s.process, err = lab.Launch(lab.Command{Program: i.paths.Webhook, Args: args},
		filepath.Join(i.paths.Logs, "sparkgate-webhook.log"), true)
	must(t, err)
	t.Cleanup(s.stop)
	var listening struct{ Event, Status string }
	must(t, s.process.ReadFirstLine(within(t, time.Minute), &listening))
	s.status = listening.Status
	eventually(t, func() string { return s.complaint("/readyz") })
	return s
}

// stop does not wait for the server's drain.
func (s *server) stop() { s.process.End(0) }

// mount writes what a kubelet would put at the mount's path, below `folder`.
func (i *installation) mount(t *testing.T, pod corev1.PodSpec, mount corev1.VolumeMount, folder string) {
	t.Helper()
	at := folder + mount.MountPath
	must(t, os.MkdirAll(at, 0o700))
	for name, data := range i.volume(t, pod, mount.Name) {
		must(t, os.WriteFile(filepath.Join(at, name), data, 0o600))
	}
}

func (i *installation) volume(t *testing.T, pod corev1.PodSpec, name string) map[string][]byte {
	t.Helper()
	files, ctx := map[string][]byte{}, within(t, time.Minute)
	for _, volume := range pod.Volumes {
		if volume.Name != name {
			continue
		}
		if volume.Secret != nil {
			secret, err := i.Admin.CoreV1().Secrets(namespace).Get(ctx, volume.Secret.SecretName, metav1.GetOptions{})
			must(t, err)
			return secret.Data
		}
		config, err := i.Admin.CoreV1().ConfigMaps(namespace).Get(ctx, volume.ConfigMap.Name, metav1.GetOptions{})
		must(t, err)
		for file, text := range config.Data {
			files[file] = []byte(text)
		}
	}
	if len(files) == 0 {
		t.Fatalf("no volume %s with files", name)
	}
	return files
}

// complaint is empty when the path of the status port answers 200.
func (s *server) complaint(path string) string {
	answer, err := http.Get("http://" + s.status + path)
	if err != nil {
		return err.Error()
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusOK {
		return fmt.Sprintf("%s: %s: %s", path, answer.Status, body)
	}
	return ""
}

// stranger asks without a client certificate. A server's refusal comes with the first read, in TLS 1.3.
func (i *installation) stranger(t *testing.T) (string, error) {
	t.Helper()
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	answer, err := client.Post(fmt.Sprintf("https://127.0.0.1:%d/mutate", i.port), "application/json", strings.NewReader("{}"))
	if err != nil {
		return "", err
	}
	answer.Body.Close()
	return answer.Status, nil
}
