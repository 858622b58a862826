// Command peer is a webhook as most are made, with sigs.k8s.io/controller-runtime: it gives pods of Spark a scheduler.
// It listens on 127.0.0.1 and prints where; tests/stress puts it through some of what sparkgate-webhook goes through.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"
)

// scheduler is the handler: typed pods, a patch by comparison, as its documentation has it.
type scheduler struct{ decoder admission.Decoder }

func (s scheduler) Handle(_ context.Context, request admission.Request) admission.Response {
	pod := &corev1.Pod{}
	if err := s.decoder.Decode(request, pod); err != nil {
		return admission.Errored(http.StatusBadRequest, err)
	}
	if pod.Labels["spark-role"] != "" {
		pod.Spec.SchedulerName = "yunikorn"
	}
	changed, err := json.Marshal(pod)
	if err != nil {
		return admission.Errored(http.StatusInternalServerError, err)
	}
	return admission.PatchResponseFromRaw(request.Object.Raw, changed)
}

func run(certificates string) error {
	ctrl.SetLogger(logr.Discard())
	scheme := runtime.NewScheme()
	if err := corev1.AddToScheme(scheme); err != nil {
		return err
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	server := webhook.NewServer(webhook.Options{Host: "127.0.0.1", Port: port, CertDir: certificates})
	server.Register("/mutate", &webhook.Admission{Handler: scheduler{admission.NewDecoder(scheme)}})
	fmt.Printf("{\"admission\":\"127.0.0.1:%d\"}\n", port)
	return server.Start(context.Background())
}

// freePort: the server takes no port 0.
func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

func main() {
	certificates := flag.String("certificates", "", "folder with tls.crt and tls.key")
	flag.Parse()
	if err := run(*certificates); err != nil {
		fmt.Fprintln(os.Stderr, "peer:", err)
		os.Exit(1)
	}
}
