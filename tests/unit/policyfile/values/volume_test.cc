#include <gtest/gtest.h>

#include "unit/policyfile/values/said.h"

namespace sparkgate {
namespace {

TEST(VolumeValues, NamesAndPaths) {
  EXPECT_EQ(said_of_pod("volumes: [{name: A_b, emptyDir: {}}]"),
            "spec.volumes[0].name is 'A_b': such a name has at most 63 lower-case letters, digits "
            "and '-', and begins and ends with a letter or digit");
  EXPECT_EQ(said_of_volume("hostPath: {path: /a/../b, type: Dir}"),
            "spec.volumes[0].hostPath.path is '/a/../b': a path here has no '..'\n"
            "spec.volumes[0].hostPath.type must be DirectoryOrCreate, Directory, FileOrCreate, "
            "File, Socket, CharDevice or BlockDevice, not 'Dir'");
  EXPECT_EQ(said_of_volume("hostPath: {}"), "spec.volumes[0].hostPath needs 'path'");
  EXPECT_EQ(said_of_volume("emptyDir: {medium: memory, sizeLimit: -1}"),
            "warning: spec.volumes[0].emptyDir.medium is 'memory': no kubelet knows another medium "
            "than Memory, HugePages and HugePages-SIZE\n"
            "spec.volumes[0].emptyDir.sizeLimit must be 0 or more, not -1");
  EXPECT_EQ(said_of_volume(R"(persistentVolumeClaim: {claimName: ""})"),
            "spec.volumes[0].persistentVolumeClaim.claimName must not be empty");
  EXPECT_EQ(said_of_volume("secret: {secretName: A}"),
            "warning: spec.volumes[0].secret.secretName is 'A': such a name has at most 253 "
            "lower-case letters, digits, '-' and '.', and each part between dots begins and ends "
            "with a letter or digit");
  EXPECT_EQ(said_of_volume("configMap: {}"), "spec.volumes[0].configMap needs 'name'");
  EXPECT_EQ(said_of_volume("nfs: {server: s, path: data}"),
            "spec.volumes[0].nfs.path is 'data': a path here begins with '/'");
  EXPECT_EQ(said_of_volume(R"(hostPath: {path: a, type: ""})"), "");
  EXPECT_EQ(said_of_volume("emptyDir: {medium: HugePages-2Mi, sizeLimit: 0}"), "");
  EXPECT_EQ(said_of_pod("volumes: [{name: v}]"), "");
}

TEST(VolumeValues, Files) {
  EXPECT_EQ(said_of_volume("secret: {secretName: a, defaultMode: 644}"),
            "spec.volumes[0].secret.defaultMode must be from 0 to 0777 in octal (511), not 644");
  EXPECT_EQ(
      said_of_volume("configMap: {name: a, items: [{key: k, path: /p}, {path: ../p}, {key: k, "
                     "path: ..p, mode: -1}]}"),
      "spec.volumes[0].configMap.items[0].path is '/p': a path here is relative: it does not begin "
      "with '/'\n"
      "spec.volumes[0].configMap.items[1] needs 'key'\n"
      "spec.volumes[0].configMap.items[1].path is '../p': a path here has no '..'\n"
      "spec.volumes[0].configMap.items[2].path is '..p': the name of a file here does not begin "
      "with '..'\n"
      "spec.volumes[0].configMap.items[2].mode must be from 0 to 0777 in octal (511), not -1");
  EXPECT_EQ(
      said_of_volume(
          "secret: {secretName: a, defaultMode: 0777, items: [{key: k, path: p/..q, mode: 0}]}"),
      "");
}

TEST(VolumeValues, OtherSources) {
  EXPECT_EQ(said_of_volume("iscsi: {targetPortal: a, iqn: b, lun: 256, chapAuthSession: true}"),
            "spec.volumes[0].iscsi needs 'secretRef' for CHAP\n"
            "spec.volumes[0].iscsi.lun must be from 0 to 255, not 256");
  EXPECT_EQ(said_of_volume("flocker: {}"),
            "spec.volumes[0].flocker needs one of 'datasetName' and 'datasetUUID'");
  EXPECT_EQ(said_of_volume("fc: {targetWWNs: [a]}"),
            "spec.volumes[0].fc needs 'lun' beside targetWWNs");
  EXPECT_EQ(said_of_volume("fc: {targetWWNs: [a], lun: 256}"),
            "spec.volumes[0].fc.lun must be from 0 to 255, not 256");
  EXPECT_EQ(said_of_volume("fc: {}"), "spec.volumes[0].fc needs one of 'targetWWNs' and 'wwids'");
  EXPECT_EQ(said_of_volume("azureDisk: {diskName: a, diskURI: b, kind: Managed}"),
            "spec.volumes[0].azureDisk.diskURI must begin with /subscriptions/ for kind: Managed, "
            "not 'b'");
  EXPECT_EQ(
      said_of_volume("azureDisk: {diskName: a, diskURI: b}"),
      "spec.volumes[0].azureDisk.diskURI must begin with https:// for this kind of disk, not 'b'");
  EXPECT_EQ(said_of_volume("csi: {driver: a_b, nodePublishSecretRef: {}}"),
            "spec.volumes[0].csi.driver is 'a_b': a driver's name has at most 63 letters, digits, "
            "'-' and '.'\n"
            "spec.volumes[0].csi.nodePublishSecretRef needs 'name'");
  EXPECT_EQ(said_of_volume("cinder: {volumeID: a, secretRef: {}}"),
            "spec.volumes[0].cinder.secretRef needs 'name'");
  EXPECT_EQ(said_of_volume(R"(rbd: {monitors: [], image: ""})"),
            "spec.volumes[0].rbd.monitors must not be empty\n"
            "spec.volumes[0].rbd.image must not be empty");
  EXPECT_EQ(
      said_of_volume("image: {pullPolicy: Sometimes}"),
      "spec.volumes[0].image needs 'reference'\n"
      "spec.volumes[0].image.pullPolicy must be Always, Never or IfNotPresent, not 'Sometimes'");
  EXPECT_EQ(said_of_volume("fc: {wwids: [a], lun: 256}"), "");
  EXPECT_EQ(said_of_volume("csi: {driver: Corp.example}"), "");
  EXPECT_EQ(said_of_volume(R"(azureDisk: {diskName: a, diskURI: "https://b"})"), "");
}

TEST(VolumeValues, ClaimTemplates) {
  EXPECT_EQ(said_of_volume("ephemeral: {}"),
            "spec.volumes[0].ephemeral needs 'volumeClaimTemplate'");
  EXPECT_EQ(said_of_volume("ephemeral: {volumeClaimTemplate: {metadata: {name: a}}}"),
            "spec.volumes[0].ephemeral.volumeClaimTemplate needs 'spec'\n"
            "spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.name cannot be set: Kubernetes "
            "names the claim after the pod");
  EXPECT_EQ(said_of_volume("ephemeral: {volumeClaimTemplate: {spec: {accessModes: [], resources: "
                           "{requests: {storage: 1Gi}}}}}"),
            "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes must not be empty");
  EXPECT_EQ(
      said_of_volume("ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOncePod, "
                     "ReadWriteOnce, rwo], resources: {requests: {storage: 1Gi}}}}}"),
      "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes cannot have ReadWriteOncePod "
      "beside others\n"
      "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes[2] must be ReadWriteOnce, "
      "ReadOnlyMany, ReadWriteMany or ReadWriteOncePod, not 'rwo'");
  EXPECT_EQ(
      said_of_volume("ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce]}}}"),
      "spec.volumes[0].ephemeral.volumeClaimTemplate.spec needs a request for storage "
      "(resources.requests.storage)");
  EXPECT_EQ(said_of_volume("ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], "
                           "resources: {requests: {storage: 0}}}}}"),
            "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests.storage must be "
            "more than 0, not 0");
  EXPECT_EQ(said_of_volume("ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], "
                           "storageClassName: A, dataSource: {kind: VolumeSnapshot}, resources: "
                           "{requests: {storage: 1Gi}}}}}"),
            "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.storageClassName is 'A': such a "
            "name has at most 253 lower-case letters, digits, '-' and '.', and each part between "
            "dots begins and ends with a letter or digit\n"
            "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.dataSource needs 'name'\n"
            "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.dataSource.kind must be "
            "PersistentVolumeClaim without an apiGroup, not 'VolumeSnapshot'");
  EXPECT_EQ(
      said_of_volume(
          R"(ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], storageClassName: "", resources: {requests: {storage: 1Gi}}}}})"),
      "");
  EXPECT_EQ(said_of_volume("ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], "
                           "dataSource: {apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, "
                           "name: a}, resources: {requests: {storage: 1Gi}}}}}"),
            "");
}

TEST(VolumeValues, Projected) {
  EXPECT_EQ(said_of_volume("projected: {sources: [{secret: {items: [{key: a, path: p}]}}, "
                           "{configMap: {name: a, items: [{key: a, path: p}]}}]}"),
            "spec.volumes[0].projected.sources[0].secret needs 'name'\n"
            "spec.volumes[0].projected.sources[1].configMap.items[0].path is 'p', where the volume "
            "has another file");
  EXPECT_EQ(
      said_of_volume("projected: {sources: [{serviceAccountToken: {expirationSeconds: 599}}]}"),
      "spec.volumes[0].projected.sources[0].serviceAccountToken needs 'path'\n"
      "spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds must be from 600 "
      "to 4294967296, not 599");
  EXPECT_EQ(said_of_volume("projected: {sources: [{serviceAccountToken: {path: /t, "
                           "expirationSeconds: 4294967297}}]}"),
            "spec.volumes[0].projected.sources[0].serviceAccountToken.path is '/t': a path here is "
            "relative: it does not begin with '/'\n"
            "spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds must be "
            "from 600 to 4294967296, not 4294967297");
  EXPECT_EQ(said_of_volume("projected: {sources: [{clusterTrustBundle: {path: p}}]}"),
            "spec.volumes[0].projected.sources[0].clusterTrustBundle needs one of 'name' and "
            "'signerName'");
  EXPECT_EQ(
      said_of_volume(
          "projected: {sources: [{clusterTrustBundle: {name: A, labelSelector: {}, path: p}}]}"),
      "spec.volumes[0].projected.sources[0].clusterTrustBundle.name is 'A', which is no name of a "
      "ClusterTrustBundle\n"
      "spec.volumes[0].projected.sources[0].clusterTrustBundle.labelSelector cannot be set beside "
      "name");
  EXPECT_EQ(
      said_of_volume("projected: {sources: [{clusterTrustBundle: {signerName: a, path: p}}]}"),
      "spec.volumes[0].projected.sources[0].clusterTrustBundle.signerName is 'a': a signer is "
      "called like company.com/name");
  EXPECT_EQ(
      said_of_volume("projected: {sources: [{podCertificate: {signerName: a.b/c, keyType: RSA}}]}"),
      "spec.volumes[0].projected.sources[0].podCertificate needs one of 'credentialBundlePath', "
      "'keyPath' and 'certificateChainPath'\n"
      "spec.volumes[0].projected.sources[0].podCertificate.keyType must be RSA3072, RSA4096, "
      "ECDSAP256, ECDSAP384, ECDSAP521 or ED25519, not 'RSA'");
  EXPECT_EQ(said_of_volume("projected: {sources: [{serviceAccountToken: {path: t, "
                           "expirationSeconds: 4294967296}}, {serviceAccountToken: {path: t}}]}"),
            "");
  EXPECT_EQ(
      said_of_volume(R"(projected: {sources: [{clusterTrustBundle: {name: "a.b:c:d", path: p}}]})"),
      "");
  EXPECT_EQ(said_of_volume("projected: {sources: [{podCertificate: {signerName: a.b/c, keyType: "
                           "ED25519, keyPath: k}}]}"),
            "");
}

}  // namespace
}  // namespace sparkgate
