package org.yagura.bench.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.yagura.core.log.LineFeeder;
import org.yagura.core.log.Script;

/** One read of lines through the line feeder: time a line. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FeedLines {
    private static final int LINE = 100;
    private static final int LINES = LineFeeder.READ_MAX / LINE;

    /** Actions of a script, separated by commas. */
    @Param({"t,./main", "t,-*,+* * warning *,./main", "./main"})
    public String script = "";

    private LineFeeder feeder = new LineFeeder(new Script(new byte[][] {{'.'}}));
    private final byte[] lines = new byte[LINE * LINES];

    @Setup
    public void prepare() {
        byte[][] actions = Arrays.stream(script.split(",", -1))
                .map(action -> action.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        feeder = new LineFeeder(new Script(actions));
        Arrays.fill(lines, (byte) 'x');
        for (int i = 0; i < LINES; i++) {
            byte[] start = (i % 10 == 0 ? "00000000 warning " : "00000000 info ").getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(start, 0, lines, i * LINE, start.length);
            lines[i * LINE + LINE - 1] = '\n';
        }
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public boolean oneRead() {
        feeder.compact();
        System.arraycopy(lines, 0, feeder.input(), feeder.readOffset(), lines.length);
        feeder.begin(lines.length, 1_700_000_000_000_000_000L);
        while (feeder.more()) {
            feeder.feed();
        }
        return feeder.inLine();
    }
}
