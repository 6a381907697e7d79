package org.yagura.bench.kernel;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.yagura.core.status.Status;
import org.yagura.core.tai.TaiTime;

/** Small records: the label of a line, the status of a service. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Records {
    private final byte[] label = new byte[TaiTime.LABEL_LENGTH];
    private final byte[] record = new byte[Status.LENGTH];
    private final Status status = new Status();
    private long wallNs = 1_700_000_000_000_000_000L;

    @Benchmark
    public byte[] formatLabel() {
        TaiTime.formatLabel(label, 0, wallNs++);
        return label;
    }

    @Benchmark
    public byte[] encodeStatus() {
        status.publication++;
        status.encode(record);
        return record;
    }

    @Benchmark
    public Status.Form decodeStatus() {
        status.encode(record);
        return status.decode(record, record.length);
    }
}
