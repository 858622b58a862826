{{/* Not the namespaces whose pods are never sent, by the label that no user can set. */}}
{{- define "sparkgate.notExcluded" -}}
key: kubernetes.io/metadata.name
operator: NotIn
values: {{ concat (list "kube-system" .Release.Namespace) .Values.excludeNamespaces | toJson }}
{{- end }}

{{/*
What the entries of one door have in common. 3 seconds: an answer takes microseconds, and all webhooks of a request
share the API server's 34 seconds. Takes the root context and the door's path.
*/}}
{{- define "sparkgate.call" -}}
{{- $root := index . 0 -}}
matchPolicy: Equivalent
timeoutSeconds: 3
sideEffects: None
admissionReviewVersions: [v1, v1beta1]
clientConfig:
  service: {name: sparkgate, namespace: {{ $root.Release.Namespace }}, path: {{ index . 1 }}, port: 443}
  {{- with $root.Values.certificate.caBundle }}
  caBundle: {{ . }}
  {{- end }}
{{- end }}

{{/* Who writes caBundle when it is neither given nor `sparkgate certs rotate`. */}}
{{- define "sparkgate.injected" -}}
{{- if eq .Values.certificate.source "cert-manager" }}
annotations:
  cert-manager.io/inject-ca-from: {{ .Release.Namespace }}/sparkgate-tls
{{- end }}
{{- end }}

{{/* The entry for every pod without a label of Spark's or ours: of labelled namespaces, or of all. */}}
{{- define "sparkgate.otherPods" -}}
namespaceSelector:
  matchExpressions:
  - {{- include "sparkgate.notExcluded" . | nindent 4 }}
  {{- if not .Values.allPods }}
  - {key: sparkgate.dev/pods, operator: In, values: [all]}
  {{- end }}
objectSelector:
  matchExpressions:
  - {key: spark-role, operator: NotIn, values: [driver, executor, connect-server]}
  - {key: sparkgate.dev/role, operator: NotIn, values: [driver]}
{{- end }}

{{/* The selector of pods by one label; labelled drivers that Spark labelled, too, are in its own entry. */}}
{{- define "sparkgate.sparkPods" -}}
{{- $root := index . 0 -}}
namespaceSelector:
  matchExpressions:
  - {{- include "sparkgate.notExcluded" $root | nindent 4 }}
objectSelector:
  matchExpressions:
  {{- if index . 1 }}
  - {key: spark-role, operator: In, values: {{ index . 1 | toJson }}}
  {{- else }}
  - {key: sparkgate.dev/role, operator: In, values: [driver]}
  - {key: spark-role, operator: NotIn, values: [driver, executor, connect-server]}
  {{- end }}
{{- end }}
