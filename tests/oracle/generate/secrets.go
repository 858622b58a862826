package generate

// secrets are entries as policies have them: one to three, by key, whole or as files.
func (m Maker) secrets() []any {
	entries := []any{}
	for range 1 + m.IntN(3) {
		entry := Object{"name": Pick(m.Random, words["SecretKeySelector.name"]...)}
		if m.Chance(0.6) {
			entry["mountPath"] = Pick(m.Random, "/mnt/secrets", "/a", "/a/b", "/etc/keys")
			if m.Chance(0.3) {
				entry["items"] = Object{Pick(m.Random, "user", "password"): Pick(m.Random, "user", "dir/password")}
			}
			if m.Chance(0.3) {
				entry["defaultMode"] = Pick(m.Random, 256, 420)
			}
		}
		if m.Chance(0.5) {
			entry["env"] = Object{Pick(m.Random, words["EnvVar.name"]...): Pick(m.Random, "user", "password")}
		}
		if m.Chance(0.3) || len(entry) == 1 {
			entry["envFrom"] = Pick(m.Random, Object{}, Object{"prefix": "P_"})
		}
		for _, name := range []string{"optional", "replace"} {
			if m.Chance(0.25) {
				entry[name] = m.Chance(0.7)
			}
		}
		if m.Chance(0.2) {
			entry["roles"] = []any{Pick(m.Random, Roles...)}
		}
		entries = append(entries, entry)
	}
	return entries
}
