# Leaves out what the collector need not be told: see compile.sh.
#
#   awk -f roots.awk FILE... pass=2 FILE...
#
# TeaVM has each function note, in a frame of its own, which objects its variables hold, anew before everything that might allocate; for
# it also a check of null might, as it might throw. Here nothing but Java that catches needs its variables after a throw, and that is
# in one file, which is not given to this script; a check that fails drops the frames above that one first (teavm.c). So
#
#   - a function that calls nothing that can allocate needs no frame;
#   - a note that is overwritten before the next call that can allocate need not be made.
#
# The first pass reads who calls whom. The second rewrites the files. What is not understood stays as it is.

# ---- which functions can allocate ----

# Calls that do not: of the runtime and of the C library; yg_ are the shim's.
BEGIN {
    split("TEAVM_FIELD TEAVM_ARRAY_AT TEAVM_ARRAY_LENGTH TEAVM_ARRAY_DATA TEAVM_ALIGN TEAVM_ADDRESS_ADD TEAVM_STRUCTURE_ADD " \
        "TEAVM_TO_BYTE TEAVM_TO_CHAR TEAVM_TO_SHORT TEAVM_METHOD TEAVM_CLASS_OF TEAVM_UNPACK_CLASS TEAVM_PACK_CLASS " \
        "TEAVM_WITH_CALL_SITE_ID TEAVM_GET_STRING TEAVM_GET_STRING_ADDRESS TEAVM_GC_ROOT TEAVM_GC_ROOT_RELEASE TEAVM_ALLOC_STACK " \
        "INT16_C INT32_C INT64_C sizeof if while switch return memset memmove memcpy yg_implied " \
        "teavm_nullCheck teavm_checkBounds teavm_checkUpperBound teavm_checkLowerBound teavm_checkcast teavm_instanceof " \
        "teavm_gc_writeBarrier teavm_getArrayClass teavm_fillArray teavm_fillByteArray teavm_fillIntArray teavm_fillLongArray " \
        "teavm_compare_i32 teavm_compare_i64 teavm_compare_u32 teavm_compare_u64 teavm_primitiveKind teavm_isSupertypeOf " \
        "teavm_isSupertypeOfArray meth_otr_ExceptionHandling_throwException", known, " ")
    for (i in known) harmless[known[i]] = 1
    allocates["?"] = 1
    allocates["meth_otr_GC_alloc"] = 1
    allocates["meth_otr_GC_mark"] = 1
    pass = 1
    # Commands for people, which end soon: they may hold on to what they do not need.
    SHORT_LIVED = "org/yagura/(tools/yagura|core/(importing|shell|checking|table|json))/"
}

# The names that a line calls, in called[1..n]; the line itself is eaten up.
function calls(line,    n, name) {
    n = 0
    while (match(line, /virt_[A-Za-z0-9_]*|[A-Za-z_][A-Za-z0-9_]*\(/)) {
        name = substr(line, RSTART, RLENGTH)
        line = substr(line, RSTART + RLENGTH)
        sub(/\($/, "", name)
        if (name == "YG_INITIALIZE") {
            match(line, /^[A-Za-z0-9_]*/)
            name = "initclass_" substr(line, 1, RLENGTH)
        } else if (name ~ /^yg_/ || name in harmless) {
            continue
        } else if (name !~ /^(meth|virt|initclass)_/) {
            name = "?"
        }
        called[++n] = name
    }
    return n
}

function add_call(caller, callee) {
    callers[callee] = callers[callee] " " caller
}

pass == 1 && /^[A-Za-z].*[A-Za-z0-9_]+\(.*\) \{$/ {
    match($0, /[A-Za-z0-9_]+\(/)
    function_name = substr($0, RSTART, RLENGTH - 1)
    defined[function_name] = 1
    next
}
pass == 1 && /^}/ { function_name = ""; next }
pass == 1 && function_name != "" {
    n = calls($0)
    for (i = 1; i <= n; i++) add_call(function_name, called[i])
    next
}
pass == 1 && /\.virt_[A-Za-z0-9_]* = &?[A-Za-z_]/ {
    match($0, /virt_[A-Za-z0-9_]*/)
    virtual = substr($0, RSTART, RLENGTH)
    match($0, /= &?[A-Za-z0-9_]+/)
    method = substr($0, RSTART, RLENGTH)
    gsub(/[^A-Za-z0-9_]/, "", method)
    add_call(virtual, method)
    defined[virtual] = 1
    next
}
pass == 1 { next }

function settle(    todo, n, name, i, parts, count) {
    # What is called and nowhere to be seen may do anything.
    for (name in callers) if (!(name in defined)) allocates[name] = 1
    n = 0
    for (name in allocates) todo[++n] = name
    while (n > 0) {
        name = todo[n--]
        count = split(callers[name], parts, " ")
        for (i = 1; i <= count; i++) {
            if (parts[i] in allocates) continue
            allocates[parts[i]] = 1
            todo[++n] = parts[i]
        }
    }
    settled = 1
}

# ---- rewriting ----

FNR == 1 {
    if (!settled) settle()
    write_out()
    file = FILENAME
}
{ text[++lines] = $0 }
/^[A-Za-z].*[A-Za-z0-9_]+\(.*\) \{$/ { first = lines }
/^}$/ && first {
    reduce(first, lines)
    first = 0
}
END {
    if (pass == 2) {
        write_out()
    }
}

function write_out(    i) {
    if (file != "") {
        printf "" >file
        for (i = 1; i <= lines; i++) if (text[i] != "\001") print text[i] >file
        close(file)
    }
    lines = 0
    first = 0
}

function edge(from, to) {
    if (to in chain_end) to = chain_end[to]
    successors[from] = successors[from] " " to
    predecessors[to] = predecessors[to] " " from
}
# To a condition in the middle of a chain of else-ifs, where nobody falls in from above.
function straight_edge(from, to) {
    successors[from] = successors[from] " " to
    predecessors[to] = predecessors[to] " " from
}

function reduce(from, to,    i, n, k, line, s, depth, kind, start, last_test, at, has_default, parts, count, frame_slots, any, first_line) {
    first_line = 0
    for (i = from + 1; i < to; i++) {
        if (text[i] ~ /^ *TEAVM_ALLOC_STACK\(INT32_C\([0-9]+\)\);$/) { first_line = i; break }
    }
    if (!first_line) return
    frames_all++
    match(text[first_line], /INT32_C\([0-9]+/)
    frame_slots = substr(text[first_line], RSTART + 8, RLENGTH - 8) + 0

    split("", is_collecting); split("", stored); split("", is_release)
    any = 0
    for (i = first_line + 1; i < to; i++) {
        line = text[i]
        if (line ~ /^ *TEAVM_GC_ROOT(_RELEASE)?\(INT32_C\([0-9]+\)(, [A-Za-z0-9_]+)?\);$/) {
            match(line, /INT32_C\([0-9]+/)
            stored[i] = substr(line, RSTART + 8, RLENGTH - 8) + 0
            is_release[i] = line ~ /_RELEASE/
            notes_all++
            continue
        }
        if (line ~ /TEAVM_GC_ROOT/) return
        n = calls(line)
        for (k = 1; k <= n; k++) if (called[k] in allocates) { is_collecting[i] = 1; any = 1 }
    }
    if (!any || frame_slots == 0) {
        for (i = first_line; i < to; i++) {
            if (i in stored) { text[i] = "\001"; notes_out++ }
            else if (i == first_line || text[i] ~ /^ *TEAVM_RELEASE_STACK;$/) text[i] = "\001"
        }
        frames_out++
        return
    }

    # Which lines follow on which.
    split("", successors); split("", predecessors); split("", chain_end); split("", chain_of); split("", label); split("", cases)
    split("", closes); split("", opens); split("", false_to); split("", ends); split("", loop_of); split("", inner)
    depth = 0
    for (i = first_line + 1; i < to; i++) {
        line = text[i]
        sub(/^ */, "", line)
        text_of[i] = line
        if (line ~ /^if \(.*\{$/) {
            kind[++depth] = "if"; start[depth] = i; last_test[depth] = i; chain_of[depth] = ""
        } else if (line ~ /^\} else (if \(.*)?\{$/) {
            if (kind[depth] != "if") return
            false_to[last_test[depth]] = line ~ /^\} else \{$/ ? i + 1 : i
            last_test[depth] = line ~ /^\} else \{$/ ? 0 : i
            chain_of[depth] = chain_of[depth] " " i
        } else if (line ~ /^while \(.*\{$/) {
            kind[++depth] = "while"; start[depth] = i
        } else if (line ~ /^switch \(.*\{$/) {
            kind[++depth] = "switch"; start[depth] = i; cases[i] = ""; has_default[i] = 0
        } else if (line == "}") {
            if (depth == 0) return
            s = start[depth]
            if (kind[depth] == "if") {
                if (last_test[depth]) false_to[last_test[depth]] = i
                count = split(chain_of[depth], parts, " ")
                for (k = 1; k <= count; k++) chain_end[parts[k]] = i
            } else {
                ends[s] = i
                if (kind[depth] == "while") loop_of[i] = s
            }
            depth--
        } else if (line ~ /^case -?(INT32_C\()?[0-9]+\)?:$/ || line == "default:") {
            if (kind[depth] != "switch") return
            s = start[depth]
            cases[s] = cases[s] " " i
            if (line == "default:") has_default[s] = 1
        } else if (line ~ /^(if \(.*\) )?(break|continue);$/) {
            for (k = depth; k > 0 && (kind[k] == "if" || kind[k] == "switch" && line ~ /continue;$/); k--) {}
            if (k == 0) return
            inner[i] = start[k]
        } else if (line ~ /^[a-z_0-9]+:;$/) {
            label[substr(line, 1, length(line) - 2)] = i
        } else if (line ~ /[{}]$/ || line ~ /^(do|for|else|if|while|switch|case)([^A-Za-z_0-9]|$)/) {
            return
        }
    }
    if (depth != 0) return
    for (i = first_line; i < to; i++) {
        line = i == first_line ? "" : text_of[i]
        if (line ~ /^if \(.*\{$/ || line ~ /^\} else if/) {
            edge(i, i + 1)
            straight_edge(i, false_to[i])
        } else if (line ~ /^while \(.*\{$/) {
            edge(i, i + 1)
            if (line != "while (1) {") edge(i, ends[i] + 1)
        } else if (line ~ /^switch \(.*\{$/) {
            count = split(cases[i], parts, " ")
            for (k = 1; k <= count; k++) edge(i, parts[k])
            if (!has_default[i]) edge(i, ends[i] + 1)
        } else if (i in loop_of) {
            edge(i, loop_of[i])
        } else if (i in inner) {
            if (line ~ /^if/) edge(i, i + 1)
            edge(i, line ~ /break;$/ ? ends[inner[i]] + 1 : inner[i])
        } else if (line ~ /^goto /) {
            line = substr(line, 6, length(line) - 6)
            if (!(line in label)) return
            edge(i, label[line])
        } else if (line ~ /^return[ ;]/ || line == "TEAVM_UNREACHABLE") {
            continue
        } else {
            edge(i, i + 1)
        }
    }

    for (k = 0; k < frame_slots; k++) reduce_slot(k, first_line, to)
    begin_at_once(first_line, to, frame_slots)
}

# A frame begins with nothing in its slots up to the last one of which that is asked: in a call for all of it (teavm.h).
function begin_at_once(first_line, to, frame_slots,    i, nothing) {
    nothing = 0
    for (i = first_line + 1; i < to && (text[i] == "\001" || i in is_release); i++) {
        if (text[i] == "\001") continue
        if (stored[i] >= nothing) nothing = stored[i] + 1
        text[i] = "\001"
    }
    text[first_line] = "    YG_FRAME(" frame_slots ", " nothing ");"
}

# A note of nothing where something has been noted on each way: it only lets go of an object earlier. For commands that end soon.
function reduce_slot(slot, from, to,    i, n, todo, seen, needed, parts, count, at) {
    if (file ~ SHORT_LIVED) {
        n = 1
        todo[1] = from
        seen[from] = 1
        while (n > 0) {
            at = todo[n--]
            count = split(successors[at], parts, " ")
            for (i = 1; i <= count; i++) {
                if (parts[i] in seen) continue
                seen[parts[i]] = 1
                if (!(parts[i] in stored) || stored[parts[i]] != slot) todo[++n] = parts[i]
            }
        }
        for (i = from + 1; i < to; i++) {
            if (i in stored && stored[i] == slot && is_release[i] && !(i in seen)) leave_out(i)
        }
    }
    split("", seen)
    n = 0
    for (at in is_collecting) todo[++n] = at
    while (n > 0) {
        at = todo[n--]
        count = split(predecessors[at], parts, " ")
        for (i = 1; i <= count; i++) {
            if (parts[i] in stored && stored[parts[i]] == slot) {
                needed[parts[i]] = 1
            } else if (!(parts[i] in seen)) {
                seen[parts[i]] = 1
                if (!(parts[i] in is_collecting)) todo[++n] = parts[i]
            }
        }
    }
    for (i = from + 1; i < to; i++) {
        if (i in stored && stored[i] == slot && !(i in needed)) leave_out(i)
    }
}

function leave_out(line) {
    text[line] = "\001"
    delete stored[line]
    notes_out++
}
