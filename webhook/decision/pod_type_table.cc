#include "decision/pod_types.h"

namespace sparkgate::decision {

// Every field of a pod template and how it merges: Kubernetes' types (k8s.io/api v0.36, the
// `patchStrategy` and `patchMergeKey` tags of core/v1), one type a paragraph.
//
//   name:string int bool quantity intstr time      a value
//   name:string(A|B)          one of these
//   name:Type                 an object, merged field by field
//   name:Type!                an object that is one unit: never half of two
//   name:{string}             a map, merged key by key
//   name:[]Type               a list replaced as a whole
//   name:[key]Type            a list whose items merge by `key`; new items are appended
//   name:[a+b]Type            the same with two keys
//   name:[key!]Type           found by `key`, and an item is one unit: never half of two
//   name:[=]Type              a set: appended unless an equal item is there
//   name:[&]Type              required node affinity: every term of the pod gets our expressions
//   ?                         stored even when it is zero or empty (a pointer in Go)
//   =value                    what the API server fills in: such a value counts as unsaid
//   ^name                     one of the alternatives of its object; there is at most one
//
// Where we differ from Kubernetes' own merge, and why:
//   - New items stand behind those of the pod, in every list: Kubernetes puts them in front.
//   - tolerations, hostAliases, readinessGates, envFrom, preferred and pod (anti-)affinity terms
//     are sets: a policy adds to what a user wrote, it does not throw it away.
//   - required node affinity is ANDed: replacing it would lift a user's own requirement.
//   - topologySpreadConstraints and ports have two keys, as server-side apply has: Kubernetes
//     refuses two constraints of one topologyKey and whenUnsatisfiable; 53/TCP is not 53/UDP.
//   - A spread constraint, a variable, a seccomp and an AppArmor profile are units, alternatives
//     (^) exclude each other: Kubernetes' merge leaves a selector beside the matchLabelKeys of
//     another, `value` beside `valueFrom`, `localhostProfile` beside RuntimeDefault, two sources
//     in one volume, all invalid.
//   - `$patch: replace` of an object that the pod does not have gives ours; Kubernetes drops it.
//   - What the API server fills in is no saying of the pod's (=): removing it changes nothing.
const std::string_view kPodTypeTable = R"(
# Pod
PodTemplateSpec metadata:ObjectMeta spec:PodSpec
ObjectMeta name:string generateName:string namespace:string selfLink:string uid:string
  resourceVersion:string generation:int creationTimestamp:time deletionTimestamp:time?
  deletionGracePeriodSeconds:int? labels:{string} annotations:{string}
  ownerReferences:[uid]OwnerReference finalizers:[=]string
OwnerReference apiVersion:string kind:string name:string uid:string controller:bool?
  blockOwnerDeletion:bool?
PodSpec volumes:[name]Volume initContainers:[name]Container containers:[name]Container
  ephemeralContainers:[name]EphemeralContainer restartPolicy:string(Always|OnFailure|Never)
  terminationGracePeriodSeconds:int?=30 activeDeadlineSeconds:int?
  dnsPolicy:string(ClusterFirst|ClusterFirstWithHostNet|Default|None)=ClusterFirst
  nodeSelector:{string} serviceAccountName:string=default serviceAccount:string=default
  automountServiceAccountToken:bool? nodeName:string hostNetwork:bool hostPID:bool hostIPC:bool
  shareProcessNamespace:bool? securityContext:PodSecurityContext?={}
  imagePullSecrets:[name]LocalObjectReference hostname:string subdomain:string affinity:Affinity?
  schedulerName:string=default-scheduler tolerations:[=]Toleration hostAliases:[=]HostAlias
  priorityClassName:string priority:int?=0 dnsConfig:PodDNSConfig?
  readinessGates:[=]PodReadinessGate runtimeClassName:string? enableServiceLinks:bool?=true
  preemptionPolicy:string?=PreemptLowerPriority overhead:{quantity}
  topologySpreadConstraints:[topologyKey+whenUnsatisfiable!]TopologySpreadConstraint
  setHostnameAsFQDN:bool? os:PodOS? hostUsers:bool? schedulingGates:[name]PodSchedulingGate
  resourceClaims:[name]PodResourceClaim resources:ResourceRequirements? hostnameOverride:string?
  schedulingGroup:PodSchedulingGroup?
PodSecurityContext seLinuxOptions:SELinuxOptions? windowsOptions:WindowsSecurityContextOptions?
  runAsUser:int? runAsGroup:int? runAsNonRoot:bool? supplementalGroups:[]int
  supplementalGroupsPolicy:string(Merge|Strict)? fsGroup:int? sysctls:[]Sysctl
  fsGroupChangePolicy:string(OnRootMismatch|Always)? seccompProfile:SeccompProfile!?
  appArmorProfile:AppArmorProfile!? seLinuxChangePolicy:string?
Sysctl name:string value:string
HostAlias ip:string hostnames:[]string
PodDNSConfig nameservers:[]string searches:[]string options:[]PodDNSConfigOption
PodDNSConfigOption name:string value:string?
PodReadinessGate conditionType:string
PodOS name:string(linux)

# Containers
ObjectFieldSelector apiVersion:string=v1 fieldPath:string
ResourceFieldSelector containerName:string resource:string divisor:quantity=0
Container name:string image:string command:[]string args:[]string workingDir:string
  ports:[containerPort+protocol]ContainerPort envFrom:[=]EnvFromSource env:[name!]EnvVar
  resources:ResourceRequirements resizePolicy:[]ContainerResizePolicy
  restartPolicy:string(Always|OnFailure|Never)? restartPolicyRules:[]ContainerRestartRule
  volumeMounts:[mountPath]VolumeMount volumeDevices:[devicePath]VolumeDevice livenessProbe:Probe?
  readinessProbe:Probe? startupProbe:Probe? lifecycle:Lifecycle?
  terminationMessagePath:string=/dev/termination-log
  terminationMessagePolicy:string(File|FallbackToLogsOnError)=File
  imagePullPolicy:string(Always|Never|IfNotPresent) securityContext:SecurityContext? stdin:bool
  stdinOnce:bool tty:bool
ContainerPort name:string hostPort:int containerPort:int protocol:string(TCP|UDP|SCTP)=TCP
  hostIP:string
EnvFromSource prefix:string ^configMapRef:ConfigMapEnvSource? ^secretRef:SecretEnvSource?
ConfigMapEnvSource name:string optional:bool?
SecretEnvSource name:string optional:bool?
EnvVar name:string ^value:string ^valueFrom:EnvVarSource?
EnvVarSource ^fieldRef:ObjectFieldSelector? ^resourceFieldRef:ResourceFieldSelector?
  ^configMapKeyRef:ConfigMapKeySelector? ^secretKeyRef:SecretKeySelector?
  ^fileKeyRef:FileKeySelector?
ConfigMapKeySelector name:string key:string optional:bool?
SecretKeySelector name:string key:string optional:bool?
FileKeySelector volumeName:string path:string key:string optional:bool?=false
ResourceRequirements limits:{quantity} requests:{quantity} claims:[]ResourceClaim
ResourceClaim name:string request:string
ContainerResizePolicy resourceName:string restartPolicy:string
ContainerRestartRule action:string exitCodes:ContainerRestartRuleOnExitCodes?
ContainerRestartRuleOnExitCodes operator:string values:[]int
VolumeMount name:string readOnly:bool recursiveReadOnly:string(Disabled|IfPossible|Enabled)?
  mountPath:string ^subPath:string mountPropagation:string(None|HostToContainer|Bidirectional)?
  ^subPathExpr:string
VolumeDevice name:string devicePath:string
Probe ^exec:ExecAction? ^httpGet:HTTPGetAction? ^tcpSocket:TCPSocketAction? ^grpc:GRPCAction?
  initialDelaySeconds:int timeoutSeconds:int=1 periodSeconds:int=10 successThreshold:int=1
  failureThreshold:int=3 terminationGracePeriodSeconds:int?
ExecAction command:[]string
HTTPGetAction path:string=/ port:intstr host:string scheme:string(HTTP|HTTPS)=HTTP
  httpHeaders:[]HTTPHeader
HTTPHeader name:string value:string
TCPSocketAction port:intstr host:string
GRPCAction port:int service:string
Lifecycle postStart:LifecycleHandler? preStop:LifecycleHandler? stopSignal:string?
LifecycleHandler ^exec:ExecAction? ^httpGet:HTTPGetAction? ^tcpSocket:TCPSocketAction?
  ^sleep:SleepAction?
SleepAction seconds:int
SecurityContext capabilities:Capabilities? privileged:bool? seLinuxOptions:SELinuxOptions?
  windowsOptions:WindowsSecurityContextOptions? runAsUser:int? runAsGroup:int? runAsNonRoot:bool?
  readOnlyRootFilesystem:bool? allowPrivilegeEscalation:bool? procMount:string(Default|Unmasked)?
  seccompProfile:SeccompProfile!? appArmorProfile:AppArmorProfile!?
Capabilities add:[]string drop:[]string
SELinuxOptions user:string role:string type:string level:string
WindowsSecurityContextOptions gmsaCredentialSpecName:string? gmsaCredentialSpec:string?
  runAsUserName:string? hostProcess:bool?
SeccompProfile type:string(Localhost|RuntimeDefault|Unconfined) localhostProfile:string?
AppArmorProfile type:string(Localhost|RuntimeDefault|Unconfined) localhostProfile:string?
EphemeralContainer name:string image:string command:[]string args:[]string workingDir:string
  ports:[containerPort+protocol]ContainerPort envFrom:[=]EnvFromSource env:[name!]EnvVar
  resources:ResourceRequirements resizePolicy:[]ContainerResizePolicy restartPolicy:string?
  restartPolicyRules:[]ContainerRestartRule volumeMounts:[mountPath]VolumeMount
  volumeDevices:[devicePath]VolumeDevice livenessProbe:Probe? readinessProbe:Probe?
  startupProbe:Probe? lifecycle:Lifecycle? terminationMessagePath:string=/dev/termination-log
  terminationMessagePolicy:string=File imagePullPolicy:string securityContext:SecurityContext?
  stdin:bool stdinOnce:bool tty:bool targetContainerName:string

# Volumes
Volume name:string ^hostPath:HostPathVolumeSource? ^emptyDir:EmptyDirVolumeSource?
  ^gcePersistentDisk:GCEPersistentDiskVolumeSource?
  ^awsElasticBlockStore:AWSElasticBlockStoreVolumeSource? ^gitRepo:GitRepoVolumeSource?
  ^secret:SecretVolumeSource? ^nfs:NFSVolumeSource? ^iscsi:ISCSIVolumeSource?
  ^glusterfs:GlusterfsVolumeSource? ^persistentVolumeClaim:PersistentVolumeClaimVolumeSource?
  ^rbd:RBDVolumeSource? ^flexVolume:FlexVolumeSource? ^cinder:CinderVolumeSource?
  ^cephfs:CephFSVolumeSource? ^flocker:FlockerVolumeSource? ^downwardAPI:DownwardAPIVolumeSource?
  ^fc:FCVolumeSource? ^azureFile:AzureFileVolumeSource? ^configMap:ConfigMapVolumeSource?
  ^vsphereVolume:VsphereVirtualDiskVolumeSource? ^quobyte:QuobyteVolumeSource?
  ^azureDisk:AzureDiskVolumeSource? ^photonPersistentDisk:PhotonPersistentDiskVolumeSource?
  ^projected:ProjectedVolumeSource? ^portworxVolume:PortworxVolumeSource?
  ^scaleIO:ScaleIOVolumeSource? ^storageos:StorageOSVolumeSource? ^csi:CSIVolumeSource?
  ^ephemeral:EphemeralVolumeSource? ^image:ImageVolumeSource?
HostPathVolumeSource path:string type:string?
EmptyDirVolumeSource medium:string sizeLimit:quantity?
GCEPersistentDiskVolumeSource pdName:string fsType:string partition:int readOnly:bool
AWSElasticBlockStoreVolumeSource volumeID:string fsType:string partition:int readOnly:bool
GitRepoVolumeSource repository:string revision:string directory:string
SecretVolumeSource secretName:string items:[]KeyToPath defaultMode:int?=420 optional:bool?
KeyToPath key:string path:string mode:int?
NFSVolumeSource server:string path:string readOnly:bool
ISCSIVolumeSource targetPortal:string iqn:string lun:int iscsiInterface:string=default
  fsType:string readOnly:bool portals:[]string chapAuthDiscovery:bool chapAuthSession:bool
  secretRef:LocalObjectReference? initiatorName:string?
LocalObjectReference name:string
GlusterfsVolumeSource endpoints:string path:string readOnly:bool
PersistentVolumeClaimVolumeSource claimName:string readOnly:bool
RBDVolumeSource monitors:[]string image:string fsType:string pool:string=rbd user:string=admin
  keyring:string=/etc/ceph/keyring secretRef:LocalObjectReference? readOnly:bool
FlexVolumeSource driver:string fsType:string secretRef:LocalObjectReference? readOnly:bool
  options:{string}
CinderVolumeSource volumeID:string fsType:string readOnly:bool secretRef:LocalObjectReference?
CephFSVolumeSource monitors:[]string path:string user:string secretFile:string
  secretRef:LocalObjectReference? readOnly:bool
FlockerVolumeSource datasetName:string datasetUUID:string
DownwardAPIVolumeSource items:[]DownwardAPIVolumeFile defaultMode:int?=420
DownwardAPIVolumeFile path:string ^fieldRef:ObjectFieldSelector?
  ^resourceFieldRef:ResourceFieldSelector? mode:int?
FCVolumeSource targetWWNs:[]string lun:int? fsType:string readOnly:bool wwids:[]string
AzureFileVolumeSource secretName:string shareName:string readOnly:bool
ConfigMapVolumeSource name:string items:[]KeyToPath defaultMode:int?=420 optional:bool?
VsphereVirtualDiskVolumeSource volumePath:string fsType:string storagePolicyName:string
  storagePolicyID:string
QuobyteVolumeSource registry:string volume:string readOnly:bool user:string group:string
  tenant:string
AzureDiskVolumeSource diskName:string diskURI:string cachingMode:string?=ReadWrite
  fsType:string?=ext4 readOnly:bool?=false kind:string?=Shared
PhotonPersistentDiskVolumeSource pdID:string fsType:string
ProjectedVolumeSource sources:[]VolumeProjection defaultMode:int?=420
VolumeProjection ^secret:SecretProjection? ^downwardAPI:DownwardAPIProjection?
  ^configMap:ConfigMapProjection? ^serviceAccountToken:ServiceAccountTokenProjection?
  ^clusterTrustBundle:ClusterTrustBundleProjection? ^podCertificate:PodCertificateProjection?
SecretProjection name:string items:[]KeyToPath optional:bool?
DownwardAPIProjection items:[]DownwardAPIVolumeFile
ConfigMapProjection name:string items:[]KeyToPath optional:bool?
ServiceAccountTokenProjection audience:string expirationSeconds:int?=3600 path:string
ClusterTrustBundleProjection name:string? signerName:string? labelSelector:LabelSelector?
  optional:bool? path:string
PodCertificateProjection signerName:string keyType:string maxExpirationSeconds:int?=86400
  credentialBundlePath:string keyPath:string certificateChainPath:string userAnnotations:{string}
PortworxVolumeSource volumeID:string fsType:string readOnly:bool
ScaleIOVolumeSource gateway:string system:string secretRef:LocalObjectReference? sslEnabled:bool
  protectionDomain:string storagePool:string storageMode:string=ThinProvisioned volumeName:string
  fsType:string=xfs readOnly:bool
StorageOSVolumeSource volumeName:string volumeNamespace:string fsType:string readOnly:bool
  secretRef:LocalObjectReference?
CSIVolumeSource driver:string readOnly:bool? fsType:string? volumeAttributes:{string}
  nodePublishSecretRef:LocalObjectReference?
EphemeralVolumeSource volumeClaimTemplate:PersistentVolumeClaimTemplate?
PersistentVolumeClaimTemplate metadata:ObjectMeta spec:PersistentVolumeClaimSpec
PersistentVolumeClaimSpec accessModes:[]string selector:LabelSelector?
  resources:VolumeResourceRequirements volumeName:string storageClassName:string?
  volumeMode:string(Filesystem|Block)?=Filesystem dataSource:TypedLocalObjectReference?
  dataSourceRef:TypedObjectReference? volumeAttributesClassName:string?
VolumeResourceRequirements limits:{quantity} requests:{quantity}
TypedLocalObjectReference apiGroup:string? kind:string name:string
TypedObjectReference apiGroup:string? kind:string name:string namespace:string?
ImageVolumeSource reference:string pullPolicy:string

# Scheduling
Affinity nodeAffinity:NodeAffinity? podAffinity:PodAffinity? podAntiAffinity:PodAntiAffinity?
NodeAffinity requiredDuringSchedulingIgnoredDuringExecution:NodeSelector?
  preferredDuringSchedulingIgnoredDuringExecution:[=]PreferredSchedulingTerm
NodeSelector nodeSelectorTerms:[&]NodeSelectorTerm
NodeSelectorTerm matchExpressions:[]NodeSelectorRequirement matchFields:[]NodeSelectorRequirement
NodeSelectorRequirement key:string operator:string(In|NotIn|Exists|DoesNotExist|Gt|Lt)
  values:[]string
PreferredSchedulingTerm weight:int preference:NodeSelectorTerm
PodAffinity requiredDuringSchedulingIgnoredDuringExecution:[=]PodAffinityTerm
  preferredDuringSchedulingIgnoredDuringExecution:[=]WeightedPodAffinityTerm
PodAntiAffinity requiredDuringSchedulingIgnoredDuringExecution:[=]PodAffinityTerm
  preferredDuringSchedulingIgnoredDuringExecution:[=]WeightedPodAffinityTerm
PodAffinityTerm labelSelector:LabelSelector? namespaces:[]string topologyKey:string
  namespaceSelector:LabelSelector? matchLabelKeys:[]string mismatchLabelKeys:[]string
WeightedPodAffinityTerm weight:int podAffinityTerm:PodAffinityTerm
Toleration key:string operator:string(Exists|Equal|Lt|Gt) value:string
  effect:string(NoSchedule|PreferNoSchedule|NoExecute) tolerationSeconds:int?
TopologySpreadConstraint maxSkew:int topologyKey:string
  whenUnsatisfiable:string(DoNotSchedule|ScheduleAnyway) labelSelector:LabelSelector?
  minDomains:int? nodeAffinityPolicy:string(Honor|Ignore)? nodeTaintsPolicy:string(Honor|Ignore)?
  matchLabelKeys:[]string
LabelSelector matchLabels:{string} matchExpressions:[]LabelSelectorRequirement
LabelSelectorRequirement key:string operator:string(In|NotIn|Exists|DoesNotExist) values:[]string
PodSchedulingGate name:string
PodResourceClaim name:string ^resourceClaimName:string? ^resourceClaimTemplateName:string?
PodSchedulingGroup podGroupName:string?
)";

}  // namespace sparkgate::decision
