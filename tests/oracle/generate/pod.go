package generate

import (
	"slices"
)

// Roles that a pod has for Spark.
var Roles = []string{"driver", "executor"}

// SparkContainers are the names that the Spark container has, by role.
var SparkContainers = map[string][]string{
	"driver":   {"spark-kubernetes-driver", "spark"},
	"executor": {"spark-kubernetes-executor", "executor"},
}

// Pod is a Spark pod of that role, mostly valid: see Repair.
func (m Maker) Pod(role string) Object {
	spec := m.Object(podSpecType)
	spark := m.sparkContainer(role)
	containers := append(m.containers("side-1", "side-2"), spark)
	if m.Chance(0.3) {
		slices.Reverse(containers)
	}
	spec["containers"] = containers
	spec["initContainers"] = m.initContainers("init-1", "init-2")
	spec["restartPolicy"] = "Never"
	delete(spec, "volumes")
	if volumes := m.volumesFor(spec); len(volumes) > 0 {
		spec["volumes"] = volumes
	}
	if len(list(spec, "initContainers")) == 0 {
		delete(spec, "initContainers")
	}
	m.pair(spec)
	return Object{"apiVersion": "v1", "kind": "Pod", "metadata": m.metadata(role), "spec": spec}
}

func (m Maker) metadata(role string) Object {
	metadata := m.Object(metadataType)
	labels := member(metadata, "labels")
	if labels == nil {
		labels = Object{}
	}
	labels["spark-role"], labels["spark-app-selector"] = role, "spark-0001"
	if role == "executor" {
		labels["spark-exec-id"] = "1"
	}
	if role == "executor" && m.Chance(0.6) {
		metadata["ownerReferences"] = []any{Object{"apiVersion": "v1", "kind": "Pod", "name": "pi-driver",
			"uid": "2fb1c3c5-7b0a-4c55-a4a1-d9a1c7a1a3d1", "controller": true}}
	}
	metadata["labels"] = labels
	metadata["name"], metadata["namespace"] = "pi-"+role, "jobs"
	return metadata
}

func (m Maker) sparkContainer(role string) Object {
	spark := m.container(Pick(m.Random, SparkContainers[role]...))
	spark["args"] = []any{role, "--class", "org.example.Pi"}
	env := append([]any{Object{"name": "SPARK_USER", "value": "spark"},
		Object{"name": "SPARK_DRIVER_BIND_ADDRESS", "valueFrom": Object{"fieldRef": Object{
			"apiVersion": "v1", "fieldPath": "status.podIP"}}}}, list(spark, "env")...)
	spark["env"] = env
	sizes := member(spark, "resources")
	if sizes == nil || m.Chance(0.5) {
		sizes = Object{"limits": Object{"memory": "1408Mi"}, "requests": Object{"cpu": "1", "memory": "1408Mi"}}
	}
	spark["resources"] = sizes
	return spark
}

// container is a whole one.
func (m Maker) container(name string) Object {
	container := m.Object(containerType)
	container["name"] = name
	m.need(container, containerType, "image")
	if m.Chance(0.9) {
		delete(container, "volumeDevices")
	}
	return container
}

func (m Maker) containers(names ...string) []any {
	made := []any{}
	for _, name := range names {
		if m.Chance(0.35) {
			made = append(made, m.container(name))
		}
	}
	return made
}

func (m Maker) initContainers(names ...string) []any { return m.withoutProbes(m.containers(names...)) }

// withoutProbes: init containers have no probes and hooks, unless they are side-cars that start early.
func (m Maker) withoutProbes(made []any) []any {
	for _, item := range made {
		container := item.(Object)
		if m.Chance(0.3) {
			container["restartPolicy"] = "Always"
			continue
		}
		for _, name := range []string{"restartPolicy", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle"} {
			delete(container, name)
		}
	}
	return made
}

// volumesFor are the volumes that containers mount, and sometimes one more.
func (m Maker) volumesFor(spec Object) []any {
	wanted := map[string]bool{}
	for _, containers := range []string{"containers", "initContainers"} {
		for _, item := range list(spec, containers) {
			for _, uses := range []string{"volumeMounts", "volumeDevices"} {
				for _, use := range list(item.(Object), uses) {
					wanted[text(use.(Object), "name")] = true
				}
			}
		}
	}
	volumes := []any{}
	for _, name := range volumeNames {
		if wanted[name] || m.Chance(0.1) {
			volume := m.Object(volumeType)
			volume["name"] = name
			volumes = append(volumes, volume)
		}
	}
	return volumes
}

// pair makes fields that belong together agree, most of the time.
func (m Maker) pair(spec Object) {
	if spec["dnsPolicy"] == "None" && member(spec, "dnsConfig") == nil {
		spec["dnsConfig"] = Object{"nameservers": []any{"10.0.0.10"}}
	}
	if m.Chance(0.7) {
		for _, name := range []string{"hostNetwork", "hostPID", "hostIPC", "hostUsers"} {
			delete(spec, name)
		}
	}
}
