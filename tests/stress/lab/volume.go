package lab

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// Files by name.
type Files map[string][]byte

// Volume is a folder that changes as kubelet changes a mounted ConfigMap or Secret: each file is a link through
// the link `..data`, which leads to a folder with all of a revision and is replaced in one step.
type Volume struct {
	Folder   string
	revision int
	t        testing.TB
}

func NewVolume(t testing.TB, files Files) *Volume {
	t.Helper()
	v := &Volume{Folder: t.TempDir(), t: t}
	v.Replace(files)
	return v
}

// Path of a file in it.
func (v *Volume) Path(name string) string { return filepath.Join(v.Folder, name) }

// Replace swaps all files at once. Names that are not there any more lead nowhere, as for a moment under kubelet.
func (v *Volume) Replace(files Files) {
	v.t.Helper()
	before := v.revisionFolder()
	v.revision++
	now := v.revisionFolder()
	Must(v.t, os.Mkdir(now, 0o755))
	for name, content := range files {
		Must(v.t, os.WriteFile(filepath.Join(now, name), content, 0o644))
	}
	Must(v.t, os.Symlink(filepath.Base(now), v.Path("..data_tmp")))
	Must(v.t, os.Rename(v.Path("..data_tmp"), v.Path("..data")))
	for name := range files {
		if _, err := os.Lstat(v.Path(name)); err != nil {
			Must(v.t, os.Symlink(filepath.Join("..data", name), v.Path(name)))
		}
	}
	Must(v.t, os.RemoveAll(before))
}

func (v *Volume) revisionFolder() string { return v.Path(fmt.Sprintf("..2026_%06d", v.revision)) }
