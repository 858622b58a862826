package podsecurity

import (
	"fmt"

	"sparkgate.dev/oracle/generate"
)

var harmlessVolumes = []string{"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image",
	"persistentVolumeClaim", "projected", "secret"}

var harmfulVolumes = []string{"hostPath", "hostPath", "hostPath", "gcePersistentDisk", "awsElasticBlockStore", "gitRepo",
	"nfs", "iscsi", "glusterfs", "rbd", "flexVolume", "cinder", "cephfs", "flocker", "fc", "azureFile", "vsphereVolume",
	"quobyte", "azureDisk", "photonPersistentDisk", "portworxVolume", "scaleIO", "storageos"}

func (t tailor) volumes(spec object) {
	volumes, _ := spec["volumes"].([]any)
	for i := range t.IntN(4) {
		volumes = append(volumes, t.volume(fmt.Sprint("v", i)))
	}
	if t.Chance(0.02) {
		volumes = append(volumes, nil)
	}
	if len(volumes) > 0 {
		spec["volumes"] = volumes
	}
}

func (t tailor) volume(name string) object {
	volume := object{"name": name}
	if t.Chance(0.9) {
		volume[generate.Pick(t.Random, harmlessVolumes...)] = object{}
	}
	if t.Chance(t.bad / 2) {
		volume = object{"name": name}
	}
	if t.Chance(t.bad) {
		volume[generate.Pick(t.Random, harmfulVolumes...)] = object{}
	}
	if t.Chance(0.1) {
		volume[generate.Pick(t.Random, harmfulVolumes...)] = nil
	}
	return volume
}

const (
	appArmorOf    = "container.apparmor.security.beta.kubernetes.io/"
	seccompOf     = "container.seccomp.security.alpha.kubernetes.io/"
	seccompOfPods = "seccomp.security.alpha.kubernetes.io/pod"
)

// annotations of containers that are there, of some that are not, and keys that only look so.
func (t tailor) annotations(metadata object) {
	annotations, _ := metadata["annotations"].(object)
	if annotations == nil {
		annotations = object{}
	}
	fine := []any{"runtime/default", "localhost/a", "localhost/"}
	bad := []any{"unconfined", "Runtime/default", "localhost", "docker/default", "", nil, "x"}
	for _, name := range append([]string{"nobody", "A", ""}, containerNames...) {
		if t.Chance(0.3) {
			t.may(annotations, appArmorOf+name, fine, bad)
			t.may(annotations, seccompOf+name, fine, bad)
		}
	}
	t.may(annotations, seccompOfPods, append(fine, "docker/default"), bad)
	for _, near := range []string{"x" + appArmorOf + "a", "x" + seccompOf + "a", seccompOfPods + "s",
		"container.apparmor.security.beta.kubernetes.io", "Container.apparmor.security.beta.kubernetes.io/a"} {
		if t.Chance(0.05) {
			annotations[near] = "unconfined"
		}
	}
	if len(annotations) > 0 {
		metadata["annotations"] = annotations
	}
}
