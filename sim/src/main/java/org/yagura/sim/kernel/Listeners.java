package org.yagura.sim.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.sim.file.Inode;

/** All who listen. */
final class Listeners implements ProcessListener {
    private final List<ProcessListener> all = new ArrayList<>();

    void add(ProcessListener listener) {
        all.add(listener);
    }

    @Override
    public void execed(SimProcess process) {
        all.forEach(listener -> listener.execed(process));
    }

    @Override
    public void ended(SimProcess process) {
        all.forEach(listener -> listener.ended(process));
    }

    @Override
    public void pipeLost(@Nullable Inode pipe, int lines) {
        all.forEach(listener -> listener.pipeLost(pipe, lines));
    }

    @Override
    public void forked(SimProcess child) {
        all.forEach(listener -> listener.forked(child));
    }

    @Override
    public void wrote(SimProcess process, Inode file, int bytes) {
        all.forEach(listener -> listener.wrote(process, file, bytes));
    }

    @Override
    public void synced(SimProcess process, Inode file) {
        all.forEach(listener -> listener.synced(process, file));
    }

    @Override
    public void waits(SimProcess process) {
        all.forEach(listener -> listener.waits(process));
    }

    @Override
    public void goesOn(SimProcess process) {
        all.forEach(listener -> listener.goesOn(process));
    }

    @Override
    public void failed(SimProcess process, Call call, String path) {
        all.forEach(listener -> listener.failed(process, call, path));
    }

    @Override
    public void heldUp(SimProcess process, long ns) {
        all.forEach(listener -> listener.heldUp(process, ns));
    }

    @Override
    public void stopped(SimProcess process) {
        all.forEach(listener -> listener.stopped(process));
    }

    @Override
    public void accepted(SimProcess server, Connection connection) {
        all.forEach(listener -> listener.accepted(server, connection));
    }

    @Override
    public void closed(Connection connection) {
        all.forEach(listener -> listener.closed(connection));
    }

    @Override
    public void powerFails() {
        all.forEach(listener -> listener.powerFails());
    }

    @Override
    public void powerIsBack() {
        all.forEach(listener -> listener.powerIsBack());
    }
}
