{{/* Labels of every object; a component is added where there is one. */}}
{{- define "sparkgate.labels" -}}
app.kubernetes.io/name: sparkgate
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{/* Labels by which the replicas are found: never changed, for a Deployment's selector cannot be. */}}
{{- define "sparkgate.replicas" -}}
app.kubernetes.io/name: sparkgate
app.kubernetes.io/component: webhook
{{- end }}

{{- define "sparkgate.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{/* Nobody, nothing: what Pod Security's level restricted asks of a pod, and of a container. */}}
{{- define "sparkgate.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile:
  type: RuntimeDefault
{{- end }}
{{- define "sparkgate.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}
