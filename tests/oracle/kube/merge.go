package kube

import (
	"reflect"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
)

var podSchema, _ = strategicpatch.NewPatchMetaFromStruct(corev1.Pod{})

// Merge is Kubernetes' strategic merge of a template fragment into a pod. Both arguments are used up.
func Merge(pod, fragment map[string]any) (map[string]any, error) {
	return strategicpatch.StrategicMergeMapPatchUsingLookupPatchMeta(pod, fragment, podSchema)
}

// MergeAs is the same for an object of another type.
func MergeAs(kind reflect.Type, object, patch map[string]any) (map[string]any, error) {
	schema := strategicpatch.PatchMetaFromStruct{T: kind}
	return strategicpatch.StrategicMergeMapPatchUsingLookupPatchMeta(object, patch, schema)
}
