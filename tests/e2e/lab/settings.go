package lab

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Settings are the files that a container sees at Mount, in a folder of this machine.
type Settings struct {
	Container corev1.Container
	Mount     string
	Folder    string
}

// CopySettings writes the ConfigMap that a container of the pod mounts at `mount` into a new folder. Where the
// files name a path below the mount they name the folder then.
func (l *Lab) CopySettings(ctx context.Context, pod *corev1.Pod, mount string) (Settings, error) {
	container, configMap, err := mounted(pod, mount)
	if err != nil {
		return Settings{}, err
	}
	found, err := l.Admin.CoreV1().ConfigMaps(pod.Namespace).Get(ctx, configMap, metav1.GetOptions{})
	if err != nil {
		return Settings{}, err
	}
	folder, err := os.MkdirTemp(l.Home, "settings-")
	if err != nil {
		return Settings{}, err
	}
	for name, text := range found.Data {
		text = strings.ReplaceAll(text, mount+"/", folder+"/")
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			return Settings{}, err
		}
	}
	return Settings{Container: container, Mount: mount, Folder: folder}, nil
}

// mounted is the container that mounts a ConfigMap at `mount`, and the name of that ConfigMap.
func mounted(pod *corev1.Pod, mount string) (corev1.Container, string, error) {
	for _, container := range pod.Spec.Containers {
		for _, at := range container.VolumeMounts {
			for _, volume := range pod.Spec.Volumes {
				if at.MountPath == mount && volume.Name == at.Name && volume.ConfigMap != nil {
					return container, volume.ConfigMap.Name, nil
				}
			}
		}
	}
	return corev1.Container{}, "", fmt.Errorf("no container of pod %s mounts a ConfigMap at %s", pod.Name, mount)
}
