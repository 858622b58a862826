package main

import (
	"os"
	"path/filepath"
)

// auditPolicy writes down the creation and change of pods: what the client sent, what webhooks told and did, what was stored.
const auditPolicy = `{"apiVersion": "audit.k8s.io/v1", "kind": "Policy", "omitStages": ["RequestReceived"], "rules": [
  {"level": "RequestResponse", "verbs": ["create", "update"], "resources": [{"group": "", "resources": ["pods"]}]}, {"level": "None"}]}`

// auditArguments begin a new log in the folder `logs`; its path is the first result.
func auditArguments(dir, logs string) (string, []string, error) {
	policy, log := filepath.Join(dir, "audit-policy.json"), filepath.Join(logs, "audit.log")
	if err := os.RemoveAll(log); err != nil { // kube-apiserver would go on with it
		return "", nil, err
	}
	err := os.WriteFile(policy, []byte(auditPolicy), 0o600)
	return log, []string{"--audit-policy-file=" + policy, "--audit-log-path=" + log}, err
}
