// Package kube is what kube-apiserver does with a pod and with the answers of a webhook, by Kubernetes' own code.
package kube

import (
	"errors"
	"fmt"
	"strings"

	admissionv1 "k8s.io/api/admission/v1"
	"k8s.io/api/admission/v1beta1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/net"
	"k8s.io/apimachinery/pkg/util/validation"
	webhookerrors "k8s.io/apiserver/pkg/admission/plugin/webhook/errors"
	"k8s.io/apiserver/pkg/admission/plugin/webhook/request"
	kjson "sigs.k8s.io/json"
)

// webhookName stands for the name in the webhook configuration.
const webhookName = "webhook.sparkgate.dev"

// Answer is a response that kube-apiserver would take.
type Answer struct{ request.AdmissionResponse }

// ReadAnswer checks what kube-apiserver checks, and besides what it would drop without a word: members it
// does not know, warnings it cannot send, audit annotations it cannot keep.
func ReadAnswer(review *admissionv1.AdmissionReview, text []byte, mutating bool) (*Answer, error) {
	object, err := decodeAnswer(review.APIVersion, text)
	if err != nil {
		return nil, err
	}
	response, err := request.VerifyAdmissionResponse(review.Request.UID, mutating, object)
	if err != nil {
		return nil, err
	}
	if response.PatchType != "" && response.PatchType != admissionv1.PatchTypeJSONPatch {
		return nil, fmt.Errorf("unsupported patch type %q", response.PatchType)
	}
	if !response.Allowed {
		if err := checkDenial(response); err != nil {
			return nil, err
		}
	}
	for _, warning := range response.Warnings {
		if _, err := net.NewWarningHeader(299, "-", warning); err != nil || warning == "" {
			return nil, fmt.Errorf("warning %q would be dropped: %v", warning, err)
		}
	}
	for key := range response.AuditAnnotations {
		whole := webhookName + "/" + key
		if problems := validation.IsQualifiedName(whole); len(problems) > 0 || strings.Contains(key, "/") {
			return nil, fmt.Errorf("audit annotation %q would be dropped: %v", key, problems)
		}
	}
	return &Answer{*response}, nil
}

// decodeAnswer expects the version that was asked in; v1beta1 is checked as strictly as v1.
func decodeAnswer(version string, text []byte) (runtime.Object, error) {
	var object runtime.Object
	switch version {
	case admissionv1.SchemeGroupVersion.String():
		object = &admissionv1.AdmissionReview{}
	case v1beta1.SchemeGroupVersion.String():
		object = &v1beta1.AdmissionReview{}
	default:
		return nil, fmt.Errorf("review: unknown apiVersion %q", version)
	}
	strict, err := kjson.UnmarshalStrict(text, object)
	if err := errors.Join(append(strict, err)...); err != nil {
		return nil, err
	}
	kind := object.GetObjectKind().GroupVersionKind()
	if kind.GroupVersion().String() != version || kind.Kind != "AdmissionReview" {
		return nil, fmt.Errorf("asked in %s, answered in %s %s", version, kind.GroupVersion(), kind.Kind)
	}
	return object, nil
}

// checkDenial: without a code kube-apiserver makes a 400 of it; 422 makes kubectl drop the message.
func checkDenial(response *request.AdmissionResponse) error {
	switch status := response.Result; {
	case status == nil || status.Message == "":
		return errors.New("a denial without a message")
	case status.Code != 403 || status.Reason != "Forbidden":
		return fmt.Errorf("a denial with code %d, reason %q, not 403 Forbidden", status.Code, status.Reason)
	case len(response.Patch) > 0:
		return errors.New("a denial with a patch")
	}
	return nil
}

// Message is what the user reads.
func (a *Answer) Message() string {
	return webhookerrors.ToStatusErr(webhookName, a.Result.DeepCopy()).ErrStatus.Message
}
