package generate

// What stands in the sources of volumes.
const volumeWords = `
HostPathVolumeSource.path /data /nvme
HostPathType Directory DirectoryOrCreate
StorageMedium Memory HugePages
SecretVolumeSource.secretName keys tokens
ConfigMapVolumeSource.name settings shared
SecretProjection.name keys tokens
ConfigMapProjection.name settings shared
KeyToPath.key a b.c
KeyToPath.path a dir/b
.mode 256 420
.defaultMode 256 420 511
NFSVolumeSource.server nfs.example.com
NFSVolumeSource.path /exports
PersistentVolumeClaimVolumeSource.claimName data scratch
DownwardAPIVolumeFile.path labels info/name
ServiceAccountTokenProjection.path token
VolumeProjection.clusterTrustBundle -
VolumeProjection.podCertificate -
ServiceAccountTokenProjection.expirationSeconds 600 3600
ServiceAccountTokenProjection.audience vault
CSIVolumeSource.driver csi.example.com secrets-store.csi.k8s.io
.volumeAttributes a/b c~d tür plain
CSIVolumeSource.fsType ext4
.volumeClaimTemplate
PersistentVolumeAccessMode ReadWriteOnce ReadOnlyMany
PersistentVolumeMode Filesystem
PersistentVolumeClaimSpec.storageClassName fast slow
PersistentVolumeClaimSpec.volumeName -
PersistentVolumeClaimSpec.dataSource -
PersistentVolumeClaimSpec.dataSourceRef -
PersistentVolumeClaimSpec.volumeAttributesClassName -
PersistentVolumeClaimSpec.selector -
ImageVolumeSource.reference registry.corp/models:1 registry.corp/models:2
ISCSIVolumeSource.targetPortal 10.0.0.5:3260
ISCSIVolumeSource.iqn iqn.2001-04.com.example:storage
ISCSIVolumeSource.lun 0 1
ISCSIVolumeSource.iscsiInterface default
ISCSIVolumeSource.portals 10.0.0.6:3260 10.0.0.7:3260
ISCSIVolumeSource.initiatorName iqn.2001-04.com.example:host
ISCSIVolumeSource.chapAuthDiscovery -
ISCSIVolumeSource.chapAuthSession -
RBDVolumeSource.monitors 10.0.0.8:6789 10.0.0.9:6789
RBDVolumeSource.image disk
CephFSVolumeSource.monitors 10.0.0.8:6789
CephFSVolumeSource.path /share
AzureFileVolumeSource.secretName keys
AzureFileVolumeSource.shareName share
AzureDiskVolumeSource.diskName disk
AzureDiskVolumeSource.diskURI https://example.com/disk.vhd
AzureDiskVolumeSource.kind Shared
AzureDiskVolumeSource.cachingMode None ReadOnly
FlexVolumeSource.driver example/flex
.options ndots a/b key
FCVolumeSource.targetWWNs 500a0982991b8dc5
FCVolumeSource.lun 0 2
FCVolumeSource.wwids -
GCEPersistentDiskVolumeSource.pdName disk
AWSElasticBlockStoreVolumeSource.volumeID vol-1 vol-2
.partition 1 2
CinderVolumeSource.volumeID vol-1
VsphereVirtualDiskVolumeSource.volumePath /vm/disk
GlusterfsVolumeSource.endpoints cluster
GlusterfsVolumeSource.path /vol
QuobyteVolumeSource.registry 10.0.0.5:7861
QuobyteVolumeSource.volume vol
PhotonPersistentDiskVolumeSource.pdID disk
PortworxVolumeSource.volumeID vol
ScaleIOVolumeSource.gateway https://example.com/api
ScaleIOVolumeSource.system sys
ScaleIOVolumeSource.volumeName vol
StorageOSVolumeSource.volumeName vol
FlockerVolumeSource.datasetName data
FlockerVolumeSource.datasetUUID -
GitRepoVolumeSource.repository https://example.com/a.git
.fsType ext4 xfs
`
