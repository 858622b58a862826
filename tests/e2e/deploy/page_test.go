package deploy

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const configurations = "mutatingwebhookconfiguration,validatingwebhookconfiguration"

// On a cluster where Spark runs already: no driver is refused before the server is there.
func TestTheServerComesFirst(t *testing.T) {
	i := prepare(t, theCluster(t), "manifests")
	t.Cleanup(func() { i.takeAway(t) })
	i.kubectl(t, "apply", "-k", i.folder, "-l", "app.kubernetes.io/component!=registration")
	i.expectCreatable(t, "driver")
	i.runServer(t)
	i.kubectl(t, "apply", "-k", i.folder, "-l", "app.kubernetes.io/component=registration")
	i.expectDecided(t)
}

// While sparkgate is away, the configurations are removed and come back.
func TestTheGlassIsBroken(t *testing.T) {
	i := install(t, theCluster(t), "manifests/overlays/self-signed")
	i.rotate(t)
	i.expectFailedCall(t, "driver", "drivers.validate")
	i.kubectl(t, "delete", configurations, "admission.sparkgate.dev")
	i.expectCreatable(t, "driver")

	i.runServer(t)
	i.kubectl(t, "apply", "-k", i.folder, "-l", "app.kubernetes.io/component=registration")
	i.kubectl(t, "-n", namespace, "create", "job", "--from=cronjob/sparkgate-certs-rotate", "trust-again")
	t.Cleanup(func() { i.kubectl(t, "-n", namespace, "delete", "job", "trust-again") })
	i.expectPodsAdmitted(t)
	i.rotate(t)
	i.expectDecided(t)
}

// Another image: all is changed but the Job, which goes by itself; the certificate and its CA stay.
func TestTheImageIsUpgraded(t *testing.T) {
	i := install(t, theCluster(t), "manifests/overlays/self-signed")
	i.rotate(t)
	before := i.certificates(t)
	file := filepath.Join(i.folder, "kustomization.yaml")
	text, err := os.ReadFile(file)
	must(t, err)
	must(t, os.WriteFile(file, append(text, "images: [{name: sparkgate, newTag: 9.9.9}]\n"...), 0o600))

	_, err = i.KubectlAs(within(t, time.Minute), "admin", "", "apply", "-k", i.folder)
	if err == nil || !strings.Contains(err.Error(), `The Job "sparkgate-certs-init" is invalid`) {
		t.Errorf("a Job was changed: %v", err)
	}
	i.kubectl(t, "-n", namespace, "delete", "job", "sparkgate-certs-init") // as ttlSecondsAfterFinished does
	i.kubectl(t, "apply", "-k", i.folder)
	image := i.kubectl(t, "-n", namespace, "get", "deployment,job,cronjob", "-o",
		"jsonpath={.items[*]..containers[0].image}")
	if image != "sparkgate:9.9.9 sparkgate:9.9.9 sparkgate:9.9.9" {
		t.Errorf("the images are %s", image)
	}
	i.expectCertificates(t, before)
}
