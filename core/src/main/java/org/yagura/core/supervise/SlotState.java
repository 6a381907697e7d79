package org.yagura.core.supervise;

import org.yagura.core.handover.HandoverReader;
import org.yagura.core.handover.HandoverWriter;
import org.yagura.core.handover.Kept;
import org.yagura.core.status.Status;

/**
 * What a supervise hands over of one of its slots. A mutable holder. Fields of {@link org.yagura.core.handover.Handover}:
 *
 * <pre>
 *    0  8  length of the status record, 160
 *    8 160 {@link Status}, as it would be written now
 *  168  8  flag: the slot has begun and not ended
 *  176  8  flag: paused, also where nothing runs
 *  184  8  flag: TERM was sent, also to a script
 *  192  8  flag: the next signal is for the process group
 *  200  8  flag: a start was asked for by a command
 *  208  8  what the child is, or was: a code of {@link Program}
 *  216  8  what is started next: another
 *  224  8  when, or never
 *  232  8  no start before this time, or -2^63
 *  240  8  flag: the file down was there when the files were taken
 *  248  8  flag: directory or files are another's by now
 *  256  8  flag: it is the log of its directory, an executable file
 *  264  8  flag: its child gets an end of the pipe
 *  272  8  habits that are followed, as {@link Compat} has them
 *  280  8  flag: each child gets a session of its own
 *  288  8  when lost files are to be made anew, or never
 *  296  8  flag: the status file is to be written
 *  304  8  when that is to be tried again, or never
 *  312  8  the error number that was last complained of because of it, or 0
 *  320  8  descriptor: the slot's directory
 *  328  8  descriptor: supervise/
 *  336  8  descriptor: supervise/lock
 *  344  8  descriptor: supervise/control
 *  352  8  descriptor: supervise/ok
 *  360  8  descriptor: supervise/record
 *  368  8  pid of an adopted process, 0 where the child is one of our own, or none
 *  376  8  descriptor: its handle
 *  384  8  its start time, clock ticks since boot
 *  392  8  inode of its pid namespace
 *  400  8  checksum of its record
 *  408  8  when it is to be looked at, or never
 *  416  8  flag: sockets are held
 *  424  8  how many, 0 to 16; for each of them:
 *          8  length of its line
 *          n  the line of the file sockets, with a name
 *          8  descriptor
 *          8  device of a UNIX socket's name
 *          8  inode of it
 * </pre>
 */
public final class SlotState {
    private static final int LINE_MAX = 512;

    public final Status status = new Status();
    public boolean alive;
    boolean toGroup;
    boolean startAsked;
    Program program = Program.RUN;
    Program due = Program.RUN;
    long startDueNs;
    long startNotBeforeNs;

    public boolean down;
    public boolean orphaned;
    public boolean logFile;
    public boolean piped;
    public int compat;
    public boolean newSession;
    public long repairNs;

    public boolean statusDue;
    public long statusRetryNs;
    public int statusErrno;

    public int directoryFd;
    public int superviseFd;
    public int lockFd;
    public int controlFd;
    public int okFd;
    public int recordFd;

    public int adoptedPid;
    public int adoptedFd;
    public long adoptedStartTicks;
    public long adoptedNamespace;
    public long adoptedChecksum;
    public long adoptedLookNs;

    public boolean listens;
    /** Sockets that are held: so many of the places below count. */
    public int sockets;

    public final byte[][] socketLines = new byte[ListenFile.SOCKETS_MAX][];
    public final int[] socketFds = new int[ListenFile.SOCKETS_MAX];
    public final long[] socketDevices = new long[ListenFile.SOCKETS_MAX];
    public final long[] socketInodes = new long[ListenFile.SOCKETS_MAX];

    void addDescriptors(Kept to) {
        to.add(directoryFd).add(superviseFd).add(lockFd).add(controlFd);
        to.add(okFd).add(recordFd).add(adoptedFd);
        for (int i = 0; i < sockets; i++) {
            to.add(socketFds[i]);
        }
    }

    void encode(HandoverWriter to) {
        byte[] record = new byte[Status.LENGTH];
        status.encode(record);
        to.put(record).put(alive).put(status.paused).put(status.termSent);
        to.put(toGroup).put(startAsked).put(program.code).put(due.code);
        to.put(startDueNs).put(startNotBeforeNs);
        to.put(down).put(orphaned).put(logFile).put(piped).put(compat).put(newSession);
        to.put(repairNs).put(statusDue).put(statusRetryNs).put(statusErrno);
        to.put(directoryFd)
                .put(superviseFd)
                .put(lockFd)
                .put(controlFd)
                .put(okFd)
                .put(recordFd);
        to.put(adoptedPid).put(adoptedFd).put(adoptedStartTicks).put(adoptedNamespace);
        to.put(adoptedChecksum).put(adoptedLookNs).put(listens).put(sockets);
        for (int i = 0; i < sockets; i++) {
            to.put(socketLines[i]).put(socketFds[i]).put(socketDevices[i]).put(socketInodes[i]);
        }
    }

    void decode(HandoverReader from) {
        byte[] record = from.bytes(Status.LENGTH);
        if (status.decode(record, record.length) != Status.Form.OURS) {
            from.refuse();
        }
        alive = from.flag();
        status.paused = from.flag();
        status.termSent = from.flag();
        toGroup = from.flag();
        startAsked = from.flag();
        program = Program.of(from.number(0, Program.FINISH.code));
        due = Program.of(from.number(0, Program.FINISH.code));
        startDueNs = from.number();
        startNotBeforeNs = from.number();
        down = from.flag();
        orphaned = from.flag();
        logFile = from.flag();
        piped = from.flag();
        compat = from.number(0, Compat.ENCORE | Compat.RUNIT);
        newSession = from.flag();
        repairNs = from.number();
        statusDue = from.flag();
        statusRetryNs = from.number();
        statusErrno = from.number(-1, Integer.MAX_VALUE);
        decodeDescriptors(from);
        decodeSockets(from);
    }

    private void decodeDescriptors(HandoverReader from) {
        directoryFd = from.descriptor();
        superviseFd = from.descriptor();
        lockFd = from.descriptor();
        controlFd = from.descriptor();
        okFd = from.descriptor();
        recordFd = from.descriptor();
        adoptedPid = from.pid();
        adoptedFd = from.descriptor();
        adoptedStartTicks = from.number();
        adoptedNamespace = from.number();
        adoptedChecksum = from.number();
        adoptedLookNs = from.number();
        boolean holds = superviseFd >= 0 && lockFd >= 0 && controlFd >= 0;
        boolean adopts = adoptedPid == 0 || adoptedPid == (status.script == 0 ? status.pid : status.scriptPid);
        if ((alive && (!holds || directoryFd < 0)) || !adopts) {
            from.refuse();
        }
    }

    private void decodeSockets(HandoverReader from) {
        listens = from.flag();
        sockets = from.number(0, ListenFile.SOCKETS_MAX);
        for (int i = 0; i < sockets; i++) {
            socketLines[i] = from.bytes(LINE_MAX);
            socketFds[i] = from.descriptor();
            socketDevices[i] = from.number();
            socketInodes[i] = from.number();
            ListenFile lines = new ListenFile(socketLines[i]);
            if (lines.next() == null || socketFds[i] < 0) {
                from.refuse();
            }
        }
        if (sockets > 0 && !listens) {
            from.refuse();
        }
    }
}
