package org.yagura.tools.yagura.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of several logs in the order of their times; those of one log keep their order whatever their times are. */
final class MergedLines {
    private static final int LINES_BETWEEN_LOOKS = 4096;

    /** Those that stand at a line, as a heap: none is earlier than the one at half its place, counted from 1. */
    private final List<LogSource> heap = new ArrayList<>();

    private final List<LogSource> all;
    /** Lines until the logs that had none are looked at again, so that a busy one does not hide them. */
    private int untilLook;

    MergedLines(List<LogSource> all) {
        this.all = all;
    }

    List<LogSource> sources() {
        return all;
    }

    /** Goes to the next line. @return the log that stands at it; null where there is none now */
    @Nullable
    LogSource next() {
        if (!heap.isEmpty()) {
            advance();
        }
        if (heap.isEmpty() || untilLook-- <= 0) {
            lookAtTheOthers();
        }
        return heap.isEmpty() ? null : at(1);
    }

    private void advance() {
        LogSource first = at(1);
        first.stands = first.next();
        if (!first.stands) {
            LogSource last = heap.remove(heap.size() - 1);
            if (heap.isEmpty()) {
                return;
            }
            heap.set(0, last);
        }
        sink();
    }

    private void lookAtTheOthers() {
        untilLook = LINES_BETWEEN_LOOKS;
        for (LogSource source : all) {
            if (!source.stands && source.next()) {
                source.stands = true;
                heap.add(source);
                rise();
            }
        }
    }

    private LogSource at(int place) {
        return heap.get(place - 1);
    }

    private void rise() {
        int place = heap.size();
        while (place > 1 && at(place).isBefore(at(place / 2))) {
            swap(place, place / 2);
            place /= 2;
        }
    }

    private void sink() {
        int place = 1;
        while (2 * place <= heap.size()) {
            int child = 2 * place;
            if (child < heap.size() && at(child + 1).isBefore(at(child))) {
                child++;
            }
            if (at(place).isBefore(at(child))) {
                return;
            }
            swap(place, child);
            place = child;
        }
    }

    private void swap(int a, int b) {
        LogSource other = at(a);
        heap.set(a - 1, at(b));
        heap.set(b - 1, other);
    }
}
