"""Every document of a public suite for JSON parsers, as a body and as the value of an annotation.

  json_suite_test.py BUILD

What the suite says must be accepted (y_) or refused (n_) is; on the rest (i_) and on keys that stand twice this file
says what we do.
"""

import json
import sys
import unittest

import json_suite
import world

NO_REVIEW = "kind is not AdmissionReview"  # so it is JSON
NOT_JSON = "not JSON: "

# y_, but two readers read them differently.
DUPLICATE_KEYS = {"y_object_duplicated_key", "y_object_duplicated_key_and_value"}

# i_: numbers that a double holds, if only as zero, are; the depth is within 256 or it is not.
ACCEPTED = {"i_number_double_huge_neg_exp", "i_number_real_underflow"}
REFUSED = {
    # over what a double or 64 bits can hold
    "i_number_huge_exp", "i_number_neg_int_huge_exp", "i_number_pos_double_huge_exp", "i_number_real_neg_overflow",
    "i_number_real_pos_overflow", "i_number_too_big_neg_int", "i_number_too_big_pos_int",
    "i_number_very_big_negative_int",
    # half of a surrogate pair
    "i_object_key_lone_2nd_surrogate", "i_string_1st_surrogate_but_2nd_missing",
    "i_string_1st_valid_surrogate_2nd_invalid", "i_string_incomplete_surrogate_and_escape_valid",
    "i_string_incomplete_surrogate_pair", "i_string_incomplete_surrogates_escape_valid",
    "i_string_invalid_lonely_surrogate", "i_string_invalid_surrogate", "i_string_inverted_surrogates_U+1D11E",
    "i_string_lone_second_surrogate",
    # a mark in front
    "i_structure_UTF-8_BOM_empty_object",
    # 500 lists in one another
    "i_structure_500_nested_arrays",
}


def expected(name):
    """How the message of the 400 begins."""
    if name in DUPLICATE_KEYS:
        return "duplicate key a"
    return NO_REVIEW if name.startswith("y_") or name in ACCEPTED else NOT_JSON


class JsonSuiteTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(world.server())
        cls.peer = cls.enterClassContext(world.stranger(cls.server))

    def answer(self, body):
        reply = self.peer.say(world.post(body)).hear_reply()
        return int(reply.line.split(" ")[1]), json.loads(reply.body)

    def test_it_is_all_of_it(self):
        names = {name for name, _ in DOCUMENTS}
        self.assertEqual({name for name in names if name.startswith("i_")}, ACCEPTED | REFUSED)
        self.assertLessEqual(DUPLICATE_KEYS, names)
        self.assertGreater(len([name for name in names if name.startswith("y_")]), 90)
        self.assertGreater(len([name for name in names if name.startswith("n_")]), 170)

    def test_as_a_body(self):
        for name, text in DOCUMENTS:
            with self.subTest(name):
                status, answer = self.answer(text.encode())
                self.assertEqual((status, answer["code"]), (400, 400))
                self.assertTrue(answer["message"].startswith(expected(name)), answer["message"])

    def test_as_an_annotation(self):
        for name, text in DOCUMENTS:
            with self.subTest(name):
                review = world.review(uid=name)
                review["request"]["object"]["metadata"]["annotations"] = {"a/b": text}
                status, answer = self.answer(json.dumps(review).encode())
                self.assertEqual((status, answer["response"]["uid"], answer["response"]["allowed"]), (200, name, True))


if __name__ == "__main__":
    try:
        DOCUMENTS = json_suite.documents(world.ROOT / "build/json-suite")
    except json_suite.Missing as missing:
        print(f"skipped: {missing}")
        sys.exit(77)
    unittest.main(verbosity=2)
