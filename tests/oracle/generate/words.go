package generate

import "strings"

// words says what stands in a field: "Type.field" (or ".field", or the name of a Go string type), then its values.
// Few of them, so that a pod and a policy often speak of the same thing. `-` alone: never.
var words = readWords(`
ObjectMeta.labels team tier example.com/zone app.kubernetes.io/part-of
ObjectMeta.annotations note example.com/owner a.b/c.d prometheus.io/scrape
PodSpec.terminationGracePeriodSeconds 0 30 60 120
PodSpec.activeDeadlineSeconds 60 3600
PodSpec.nodeSelector disk pool kubernetes.io/arch topology.kubernetes.io/zone
PodSpec.serviceAccountName default spark etl
PodSpec.hostname driver worker-1
PodSpec.subdomain jobs inner
PodSpec.schedulerName default-scheduler yunikorn volcano
PodSpec.priorityClassName high low patient
PodSpec.runtimeClassName kata gvisor
PodSpec.hostnameOverride driver.example.com other
PodSpec.overhead cpu memory
LocalObjectReference.name pull-a pull-b pull-c
HostAlias.ip 10.0.0.1 10.0.0.2 fd00::1
HostAlias.hostnames db db.example.com cache
PodReadinessGate.conditionType example.com/ready ready
PodSchedulingGate.name example.com/quota hold
PodOS.name linux
PodDNSConfig.nameservers 10.0.0.10 10.0.0.11 fd00::10
PodDNSConfig.searches jobs.svc.cluster.local example.com corp
PodDNSConfigOption.name ndots timeout edns0
PodDNSConfigOption.value 2 5
PodResourceClaim.name gpu nic
PodResourceClaim.resourceClaimName shared-gpu shared-nic
PodResourceClaim.resourceClaimTemplateName gpu-template nic-template
PodSecurityContext.supplementalGroups 1000 2000 0
PodSecurityContext.runAsUser 1000 185
SecurityContext.runAsUser 1000 185
.runAsGroup 0 1000 185
.fsGroup 0 185 2000
Sysctl.name kernel.shm_rmid_forced net.ipv4.tcp_syncookies net.ipv4.ping_group_range kernel.sem
Sysctl.value 0 1
SELinuxOptions.user system_u
SELinuxOptions.role system_r
SELinuxOptions.type container_t spc_t
SELinuxOptions.level s0:c1,c2 s0
.seLinuxChangePolicy Recursive
.windowsOptions -
Container.image app:1 app:2 registry.corp/tools/log@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
Container.command sh /bin/run
Container.args --a --b=1 run
.workingDir /work /tmp
ContainerPort.name http metrics ui
ContainerPort.containerPort 53 4040 8080 9090
ContainerPort.hostPort 8080 9090
ContainerPort.hostIP 127.0.0.1 10.0.0.1
EnvFromSource.prefix P_ CONF
ConfigMapEnvSource.name settings shared
SecretEnvSource.name keys tokens
EnvVar.name A B C DB_PASSWORD TZ
EnvVar.value 1 x $(A)
ConfigMapKeySelector.name settings shared
ConfigMapKeySelector.key a b.c
SecretKeySelector.name keys tokens
SecretKeySelector.key password user
FileKeySelector.path env/a.env b
FileKeySelector.key A B
FileKeySelector.volumeName -
ObjectFieldSelector.fieldPath metadata.name metadata.namespace spec.nodeName
ObjectFieldSelector.apiVersion v1
ResourceFieldSelector.resource limits.cpu requests.memory limits.ephemeral-storage
ResourceFieldSelector.containerName -
ResourceFieldSelector.divisor 1
ResourceClaim.name gpu nic
ResourceClaim.request one two
ContainerResizePolicy.resourceName cpu memory
ContainerResizePolicy.restartPolicy NotRequired RestartContainer
ContainerRestartRule.action Restart
ContainerRestartRuleOnExitCodes.values 1 42 137
VolumeMount.mountPath /a /b /a/b /var/log
VolumeMount.subPath logs a/b
VolumeMount.subPathExpr $(A) x/$(B)
VolumeDevice.devicePath /dev/xda /dev/xdb
.initialDelaySeconds 0 5 30
.timeoutSeconds 1 3
.periodSeconds 5 10
.successThreshold 1 2
.failureThreshold 1 3 7
Probe.terminationGracePeriodSeconds 10 60
ExecAction.command true sh
HTTPGetAction.path / /healthz
HTTPGetAction.host localhost
HTTPHeader.name X-A Accept
HTTPHeader.value 1 text/plain
TCPSocketAction.host localhost
GRPCAction.port 9090 8080
GRPCAction.service a.B
SleepAction.seconds 1 5
Lifecycle.stopSignal -
LifecycleHandler.tcpSocket -
Container.terminationMessagePath /dev/termination-log /tmp/why
Container.restartPolicy Always
Capability NET_ADMIN SYS_TIME CHOWN KILL
SeccompProfile.localhostProfile profiles/a.json
AppArmorProfile.localhostProfile tight
PodSpec.nodeName -
PodSpec.priority -
PodSpec.preemptionPolicy -
PodSpec.serviceAccount -
PodSpec.ephemeralContainers -
PodSpec.schedulingGroup -
PodSpec.restartPolicy Never OnFailure
Container.restartPolicyRules -
NodeSelectorRequirement.key disk pool zone
NodeSelectorRequirement.values a b 7
LabelSelectorRequirement.key team tier
LabelSelectorRequirement.values a b c
LabelSelector.matchLabels team tier spark-role
PodAffinityTerm.namespaces jobs other
.topologyKey kubernetes.io/hostname topology.kubernetes.io/zone rack
.matchLabelKeys team spark-app-selector
.mismatchLabelKeys version
.weight 1 50 100
TopologySpreadConstraint.maxSkew 1 2
TopologySpreadConstraint.minDomains 1 3
Toleration.key dedicated spot example.com/gpu node.kubernetes.io/not-ready
Toleration.value a b
Toleration.tolerationSeconds 0 60 300
DNSPolicy ClusterFirst Default None ClusterFirstWithHostNet
PullPolicy Always IfNotPresent Never
TerminationMessagePolicy File FallbackToLogsOnError
URIScheme HTTP HTTPS
Protocol TCP UDP SCTP
MountPropagationMode None HostToContainer Bidirectional
RecursiveReadOnlyMode Disabled IfPossible Enabled
PodFSGroupChangePolicy Always OnRootMismatch
SupplementalGroupsPolicy Merge Strict
SeccompProfileType RuntimeDefault Unconfined Localhost
AppArmorProfileType RuntimeDefault Unconfined Localhost
ProcMountType Default Unmasked
UnsatisfiableConstraintAction DoNotSchedule ScheduleAnyway
NodeInclusionPolicy Honor Ignore
NodeSelectorOperator In NotIn Exists DoesNotExist Gt Lt
LabelSelectorOperator In NotIn Exists DoesNotExist
TaintEffect NoSchedule PreferNoSchedule NoExecute
TolerationOperator Exists Equal
ContainerRestartRuleOnExitCodesOperator In NotIn
` + volumeWords)

func readWords(text string) map[string][]string {
	table := map[string][]string{}
	for _, line := range strings.Split(text, "\n") {
		if said := strings.Fields(line); len(said) > 1 {
			table[said[0]] = said[1:]
		}
	}
	return table
}
