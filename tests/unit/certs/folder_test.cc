#include "certs/folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "base/files.h"
#include "certs/base64.h"
#include "fixtures.h"
#include "support/temporary_folder.h"

namespace sparkgate::certs {
namespace {

unsigned mode_of(const std::string& path) {
  struct stat info {};
  EXPECT_EQ(::stat(path.c_str(), &info), 0) << path;
  return info.st_mode & 0777U;
}

const Issued kCa = {"ca\n", "ca key\n"};
const Issued kLeaf = {"leaf\n", "leaf key\n"};

TEST(Folder, HasFiveFilesAndKeysForTheOwnerOnly) {
  const TemporaryFolder folder;
  const std::string out = folder / "new/tls";
  ASSERT_TRUE(write_folder(out, kCa, kLeaf).ok());
  EXPECT_EQ(list_files(out).value(),
            (std::vector<std::string>{"ca-bundle.txt", "ca.crt", "ca.key", "tls.crt", "tls.key"}));
  EXPECT_EQ(read_file(out + "/ca.crt", 100).value(), "ca\n");
  EXPECT_EQ(read_file(out + "/ca.key", 100).value(), "ca key\n");
  EXPECT_EQ(read_file(out + "/tls.crt", 100).value(), "leaf\n");
  EXPECT_EQ(read_file(out + "/tls.key", 100).value(), "leaf key\n");
  EXPECT_EQ(read_file(out + "/ca-bundle.txt", 100).value(), "Y2EK\n");
  EXPECT_EQ(mode_of(out + "/ca.key"), 0600U);
  EXPECT_EQ(mode_of(out + "/tls.key"), 0600U);
  EXPECT_EQ(mode_of(out + "/tls.crt"), 0644U);
}

TEST(Folder, SaysWhatIsInTheWay) {
  const TemporaryFolder folder;
  EXPECT_TRUE(check_unused(folder.path()).ok());
  EXPECT_TRUE(check_unused(folder / "none").ok());
  ASSERT_TRUE(write_file(folder / "tls.crt", "", 0600).ok());
  ASSERT_TRUE(write_file(folder / "other", "", 0600).ok());
  std::filesystem::create_symlink("nowhere", folder / "ca.key");
  EXPECT_EQ(check_unused(folder.path()).error().message,
            folder.path() + " already has ca.key, tls.crt");
  ASSERT_TRUE(write_folder(folder.path(), kCa, kLeaf).ok());
  EXPECT_EQ(check_unused(folder.path()).error().message,
            folder.path() + " already has ca.crt, ca.key, tls.crt, tls.key, ca-bundle.txt");
}

TEST(Folder, SaysWhyItCannotBeWritten) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "file", "", 0600).ok());
  EXPECT_EQ(write_folder(folder / "file", kCa, kLeaf).error().message,
            folder / "file" + ": Not a directory");
}

TEST(Folder, IsReadByTheNamesOfItsFiles) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_folder(folder.path(), kCa, kLeaf).ok());
  ASSERT_TRUE(write_file(folder / "other.crt", "other\n", 0600).ok());
  const auto names = [](const std::vector<PemFile>& files) {
    std::string text;
    for (const PemFile& file : files) text += file.name + '=' + file.pem;
    return text;
  };
  EXPECT_EQ(names(read_pem_files({folder / "other.crt", folder.path()}).value()),
            folder / "other.crt" + "=other\n" + (folder / "ca.crt") + "=ca\n" +
                (folder / "ca.key") + "=ca key\n" + (folder / "tls.crt") + "=leaf\n" +
                (folder / "tls.key") + "=leaf key\n");
}

TEST(Folder, SaysWhatCannotBeRead) {
  const TemporaryFolder folder;
  EXPECT_EQ(read_pem_files({folder.path()}).error().message,
            folder.path() + ": no ca.crt, tls.crt or tls.key in it");
  EXPECT_EQ(read_pem_files({folder / "none"}).error().message,
            folder / "none" + ": No such file or directory");
  ASSERT_TRUE(write_file(folder / "tls.crt", std::string(65537, 'x'), 0600).ok());
  EXPECT_EQ(read_pem_files({folder.path()}).error().message,
            folder / "tls.crt" + ": larger than 65536 bytes");
}

}  // namespace
}  // namespace sparkgate::certs
