package org.yagura.tools.yagura.top;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.control.Deed;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.Shown;
import org.yagura.os.Errno;
import org.yagura.os.Ready;
import org.yagura.os.Signal;
import org.yagura.tools.Outcome;
import org.yagura.tools.yagura.Call;
import org.yagura.tools.yagura.Option;
import org.yagura.tools.yagura.control.Teller;
import org.yagura.tools.yagura.facts.Facts;
import org.yagura.tools.yagura.facts.FactsReader;
import org.yagura.tools.yagura.facts.Target;
import org.yagura.tools.yagura.facts.Targets;

/** The screen: looks once a second, and does what keys say. */
final class TopScreen {
    private static final int TOKEN_KEYS = 0;
    private static final int TOKEN_SIGNALS = 1;
    private static final long LOOK_NS = 1_000_000_000L;
    /** After a key that changes something: how soon it is looked what has become of it. */
    private static final long SOON_NS = 150_000_000L;

    private static final int KEY_BYTES = 64;
    private static final int FILTER_MAX = 64;
    private static final int REDRAW = 12;

    /** What the keys are for. */
    private enum Mode {
        SERVICES,
        FILTER,
        LOG
    }

    private final Call call;
    private final Targets targets;
    private final FactsReader reader;
    private final Rows rows = new Rows();
    private final TopDrawing drawing;
    private final Teller teller;
    private final Key key = new Key();
    private final byte[] keys = new byte[KEY_BYTES];
    private Mode mode = Mode.SERVICES;
    private byte[] note = {};
    private long lookNs;
    private boolean ended;
    private int code = Outcome.DONE;

    TopScreen(Call call) {
        this.call = call;
        targets = new Targets(call);
        reader = new FactsReader(call.port);
        drawing = new TopDrawing(call, rows, targets.scanDirectory());
        teller = new Teller(call);
    }

    int run() {
        long set = Signal.bit(Signal.INT)
                | Signal.bit(Signal.TERM)
                | Signal.bit(Signal.HUP)
                | Signal.bit(Signal.QUIT)
                | Signal.bit(Signal.WINCH);
        int signals = call.port.signals().open(set);
        int error = signals < 0 ? signals : call.port.poller().add(signals, TOKEN_SIGNALS, Ready.READABLE);
        error = error < 0 ? error : call.port.poller().add(Top.STDIN, TOKEN_KEYS, Ready.READABLE);
        if (error < 0) {
            return Outcome.TROUBLE;
        }
        Ready ready = new Ready(2);
        while (!ended) {
            long nowNs = call.port.clock().monotonicNs();
            if (nowNs >= lookNs) {
                look(nowNs);
            }
            draw();
            call.port.poller().await(Math.max(0, lookNs - nowNs), ready);
            if (ready.of(TOKEN_SIGNALS) != 0) {
                takeSignals(signals);
            }
            if (ready.of(TOKEN_KEYS) != 0) {
                takeKeys();
            }
        }
        return code;
    }

    private void look(long nowNs) {
        List<Target> asked = targets.namedOrAll(call.arguments.has(Option.LOGS));
        if (asked == null) {
            code = Outcome.TROUBLE;
            ended = true;
            return;
        }
        rows.take(reader.readAll(asked), nowNs);
        lookNs = nowNs + LOOK_NS;
    }

    private void draw() {
        call.out.measure();
        if (mode == Mode.LOG) {
            drawing.log(rows.chosen());
        } else {
            drawing.services(mode == Mode.FILTER, note);
        }
        if (!call.out.flush()) {
            ended = true;
        }
    }

    private void takeSignals(int fd) {
        for (int signal = call.port.signals().next(fd);
                signal > 0;
                signal = call.port.signals().next(fd)) {
            if (signal != Signal.WINCH) {
                ended = true;
            }
        }
    }

    private void takeKeys() {
        int length = call.port.descriptors().read(Top.STDIN, keys, 0, keys.length);
        if (length == 0 || length < 0 && length != -Errno.EINTR && length != -Errno.EAGAIN) {
            ended = true;
            return;
        }
        key.reset();
        for (int next = key.next(keys, length); next != Key.NONE; next = key.next(keys, length)) {
            switch (mode) {
                case SERVICES -> onKey(next);
                case FILTER -> onFilterKey(next);
                case LOG -> onLogKey(next);
            }
        }
    }

    private void onKey(int next) {
        note = new byte[0];
        switch (next) {
            case 'q', Key.ESCAPE -> ended = true;
            case Key.UP, 'k' -> rows.choose(rows.chosenRow() - 1);
            case Key.DOWN, 'j' -> rows.choose(rows.chosenRow() + 1);
            case Key.PAGE_UP -> rows.choose(rows.chosenRow() - drawing.room());
            case Key.PAGE_DOWN, ' ' -> rows.choose(rows.chosenRow() + drawing.room());
            case Key.HOME -> rows.choose(0);
            case Key.END -> rows.choose(Integer.MAX_VALUE);
            case 's' -> tell(Deed.START);
            case 'd' -> tell(Deed.STOP);
            case 'r' -> tell(Deed.RESTART);
            case 'l', Key.ENTER -> mode = Mode.LOG;
            case '/' -> mode = Mode.FILTER;
            case 'n' -> sort(Rows.Order.NAME);
            case 'c' -> sort(Rows.Order.CPU);
            case 'm' -> sort(Rows.Order.MEMORY);
            case REDRAW -> call.out.text.append("\033[2J");
            default -> {}
        }
    }

    private void sort(Rows.Order order) {
        rows.order = order;
        rows.arrange();
    }

    private void onFilterKey(int next) {
        byte[] filter = rows.filter.toBytes();
        if (next == Key.ENTER) {
            mode = Mode.SERVICES;
        } else if (next == Key.ESCAPE) {
            rows.filter.clear();
            mode = Mode.SERVICES;
        } else if (next == Key.BACKSPACE) {
            int end = filter.length;
            while (end > 0 && (filter[end - 1] & 0xc0) == 0x80) {
                end--;
            }
            rows.filter.clear().append(filter, 0, Math.max(0, end - 1));
        } else if (next >= ' ' && next <= 0xff && filter.length < FILTER_MAX) {
            rows.filter.append((byte) next);
        }
        rows.arrange();
    }

    private void onLogKey(int next) {
        if (next == 'q' || next == 'l' || next == Key.ESCAPE || next == Key.ENTER) {
            mode = Mode.SERVICES;
        }
    }

    /** Tells the chosen service something; what becomes of it is seen. */
    private void tell(Deed deed) {
        @Nullable Facts facts = rows.chosen();
        if (facts == null) {
            return;
        }
        ByteBuilder text = new ByteBuilder(64).append(Shown.of(facts.target.name()));
        if (facts.isKnown() && deed.isSo(facts.status)) {
            note = text.append(" is ")
                    .append(facts.condition.word)
                    .append(" already")
                    .toBytes();
            return;
        }
        teller.claim(facts.target.path(), deed.verb);
        ByteBuilder bytes = new ByteBuilder(4);
        deed.appendBytes(facts.status, 0, false, bytes);
        int told = teller.tell(facts.target.path(), bytes.toBytes());
        if (told == -Errno.ENXIO) {
            text.append(": no supervise looks after it");
        } else if (told < 0) {
            text.append(": unable to ").append(deed.verb).append(" it: ").append(Errno.phrase(-told));
        } else {
            text.append(" was told to ").append(deed.verb);
        }
        note = text.toBytes();
        lookNs = Math.min(lookNs, call.port.clock().monotonicNs() + SOON_NS);
    }
}
