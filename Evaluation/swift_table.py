"""Numbers as the rows of a Swift array literal, for the scripts that write what they fitted."""


def rows(values, columns, form):
    """`columns` numbers a line in the format `form`, indented as the elements of a static array."""
    lines = [", ".join(f"{value:{form}}" for value in values[i:i + columns])
             for i in range(0, len(values), columns)]
    return "".join(f"    {line},\n" for line in lines)
