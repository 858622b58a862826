package deploy

import "testing"

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
	i.certify(t, i.as(t, "sparkgate-certs"))
	i.expectFailedCall(t, "driver", "drivers.validate")
	i.kubectl(t, "delete", configurations, "admission.sparkgate.dev")
	i.expectCreatable(t, "driver")

	i.runServer(t)
	i.kubectl(t, "apply", "-k", i.folder, "-l", "app.kubernetes.io/component=registration")
	i.kubectl(t, "-n", namespace, "create", "job", "--from=cronjob/sparkgate-certs-rotate", "trust-again")
	t.Cleanup(func() { i.kubectl(t, "-n", namespace, "delete", "job", "trust-again") })
	i.expectPodsAdmitted(t)
	i.certify(t, i.as(t, "sparkgate-certs"))
	i.expectDecided(t)
}
