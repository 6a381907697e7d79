# Makes classes smaller: see compile.sh.
#
#   awk -f classes.awk -v names=FILE -v arrays=FILE FILE...
#
# TeaVM keeps 96 bytes of each class and a function that says whether another is below it. Here it is 40: what only a few have (a name, an
# array of such items, an object that stands for it) is found in tables (teavm.c), what nobody asks for is gone, and those below are the
# classes with a number of a range. Where they are not in one, for interfaces, primitive types and arrays, the function stays; such a
# class has no fields, so that the function stands in the place of their layout. What is not understood ends the run.

function fail(why) {
    print "classes.awk: fatal: " FILENAME ": " why >"/dev/stderr"
    failed = 1
    exit 111
}
function write_out(    i) {
    if (file != "") {
        printf "" >file
        for (i = 1; i <= lines; i++) print text[i] >file
        close(file)
    }
    lines = 0
}
FNR == 1 {
    write_out()
    file = FILENAME
    class = ""
}

/^int32_t supertypeof_[A-Za-z0-9_]*\(TeaVM_Class\* supercls, TeaVM_Class\* cls\) \{$/ {
    match($0, /supertypeof_[A-Za-z0-9_]*/)
    below_of = substr($0, RSTART + 12, RLENGTH - 12)
    body = $0
    from = to = count = 0
    inside = 1
    next
}
inside {
    body = body "\n" $0
    count++
    if (count == 2 && match($0, /^    if \(tag < [0-9]+ \|\| tag >= [0-9]+\) return INT32_C\(0\);$/)) {
        split($0, words, /[^0-9]+/)
        from = words[2]
        to = words[3]
    }
    if ($0 == "}") {
        inside = 0
        if (count != 4 || to == 0) to = -1
        kept = body
    }
    next
}

/^alignas\(8\) [A-Za-z0-9_]+ [A-Za-z0-9_]+_Cls(_[0-9]+)? = \{$/ {
    class = $3
    function_of = class
    sub(/_Cls/, "", function_of)
    if (function_of != below_of) fail(class " has no function for those below")
    opening = $0
    head = lines + 1
    tag = ""
    text[++lines] = opening
    next
}
class != "" && /^ *\.tag = [0-9]+,$/ {
    tag = $0
    gsub(/[^0-9]/, "", tag)
}
class != "" && /^ *\.(modifiers|enumValues) = [^}]*$/ { next }
class != "" && /^ *\.name = / {
    if ($0 !~ /NULL/) {
        match($0, /\([0-9]+\)/)
        print "    {(TeaVM_Class *) &" class ", TEAVM_GET_STRING_ADDRESS" substr($0, RSTART, RLENGTH) "}," >names
    }
    next
}
class != "" && /^ *\.arrayType = / {
    if ($0 !~ /NULL/) {
        match($0, /&[A-Za-z0-9_]+/)
        print "    {(TeaVM_Class *) &" class ", (TeaVM_Class *) " substr($0, RSTART, RLENGTH) "}," >arrays
    }
    next
}
class != "" && /^ *\.isSupertypeOf = / {
    if ($0 !~ "&supertypeof_" function_of ",$") fail(class " has another's function for those below")
    # Everything but a primitive type is below Object: yg_is_above.
    if (to == -1 || from != tag && class != "jl_Object_Cls") {
        text[++lines] = "        .below = -1,"
        with_function = 1
        own[class] = FILENAME
    } else {
        text[++lines] = "        .below = " to ","
        with_function = 0
    }
    next
}
class != "" && /^ *\.superclass = / {
    if (match($0, /&[A-Za-z0-9_]+/)) above[substr($0, RSTART + 1, RLENGTH - 1)] = 1
}
class != "" && /^ *\.layout = / && with_function {
    if ($0 !~ /NULL/) fail(class " has fields and a function for those below")
    text[++lines] = "        .layout = &supertypeof_" function_of ","
    next
}
class != "" && /^ *\.virt_clone = / {
    if ($0 !~ /&meth_jl_Object_clone,?$/) fail(class " is cloned in its own way")
    next
}
class != "" && /^}?;$/ {
    text[++lines] = $0
    if (with_function) text[head] = kept "\n" opening
    class = ""
    next
}
/^static void\* [A-Za-z0-9_]*_Cls_enumConstants\[/ { next }
{
    gsub(/TEAVM_METHOD\(teavm_tmp_ptr_[0-9]+, jl_Object_VT, virt_clone\)\(/, "meth_jl_Object_clone(")
    if (/virt_clone/ && $0 !~ /^ *void\* \(\*virt_clone\)\(void\*\); \/\/ 0$/) fail("clone is called in another way")
    if (/virt_clone/) next
    rest = $0
    while (match(rest, /allocate\(&[A-Za-z0-9_]+/)) {
        made[substr(rest, RSTART + 10, RLENGTH - 10)] = 1
        rest = substr(rest, RSTART + RLENGTH)
    }
    text[++lines] = $0
}
END {
    if (failed) exit 111
    write_out()
    for (class in own) {
        if (class in made || class in above) {
            print "classes.awk: fatal: there are objects of " class >"/dev/stderr"
            exit 111
        }
    }
}
