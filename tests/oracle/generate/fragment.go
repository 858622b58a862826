package generate

// Fragment is a part of a pod template for pods of that role, as policies hold it: it may name the Spark container
// `$spark`, adds containers with an image, and leaves alone what no policy may touch.
func (m Maker) Fragment(role string) Object {
	spec := m.Object(podSpecType)
	for _, name := range []string{"restartPolicy", "containers", "initContainers", "overhead", "resources", "os"} {
		delete(spec, name)
	}
	containers := m.parts("side-1", "side-2", "side-3")
	if m.Chance(0.5) {
		containers = append(containers, m.sparkPart(role))
	}
	put(spec, "containers", containers)
	put(spec, "initContainers", m.withoutProbes(m.parts("init-1", "init-3")))
	fragment := Object{}
	put(fragment, "spec", spec)
	if m.Chance(0.3) {
		put(fragment, "metadata", m.Object(metadataType))
	}
	m.pair(spec)
	return fragment
}

func put[T any](object Object, name string, value T) {
	switch said := any(value).(type) {
	case []any:
		if len(said) == 0 {
			return
		}
	case Object:
		if len(said) == 0 {
			return
		}
	}
	object[name] = value
}

// parts of containers: whole ones that are new, and pieces of ones that may be there.
func (m Maker) parts(names ...string) []any {
	made := []any{}
	for _, name := range names {
		if !m.Chance(0.2) {
			continue
		}
		part := m.container(name)
		if m.Chance(0.3) {
			delete(part, "image")
		}
		made = append(made, part)
	}
	return made
}

// sparkPart says something about the Spark container, but not how it is started and how large it is.
func (m Maker) sparkPart(role string) Object {
	part := m.container("$spark")
	for _, name := range []string{"args", "command", "image"} {
		delete(part, name)
	}
	if sizes := member(part, "resources"); sizes != nil {
		requests := member(sizes, "requests")
		delete(requests, "cpu")
		delete(requests, "memory")
		if len(requests) == 0 {
			delete(sizes, "requests")
		}
	}
	if role == "executor" {
		delete(member(part, "lifecycle"), "preStop")
	}
	return part
}
