#pragma once

#include <string>
#include <vector>

namespace sparkgate::bench {

enum class Grows { list, map, text, nothing };

/// A value of a pod that is made long, or one that is put there so that another can be.
struct Part {
  Grows grows;
  std::string pointer;  // of the list, map, text or value: a JSON pointer into the pod
  std::string item;     // JSON of an item, of a member, of a piece of text, or of the value
};

/// A way to make a pod large.
struct Shape {
  std::string name;
  int largest;  // how many items; measured with a quarter and with half of them, too
  std::vector<Part> parts;
};

/// Those of sizes/shapes.json. Ends the program when they cannot be read. In the file a pointer
/// ends in `/-` for a list, `/*` for a map, `/+` for a text, and names what is added at each step;
/// any other pointer names a value that is put there once. `WORD` stands for what all items of one
/// pod have in common, `"NUMBER"` and `NUMBER` for an item's number, `KIB` for a KiB of text,
/// `"DEEP"` for objects in each other, as many as the reader takes.
std::vector<Shape> shapes();

}  // namespace sparkgate::bench
