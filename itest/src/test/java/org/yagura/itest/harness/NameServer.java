package org.yagura.itest.harness;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server on port 53 of a loopback address of its own, which knows what a test has told it. Needs root. */
public final class NameServer implements AutoCloseable {
    public static final int A = 1;
    public static final int CNAME = 5;
    public static final int PTR = 12;
    public static final int TXT = 16;
    public static final int AAAA = 28;

    private static final int PORT = 53;
    private static final int HEADER = 12;
    private static final int TRUNCATED = 0x02;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final InetAddress address;
    private final DatagramSocket datagrams;
    private final ServerSocket streams;
    private final Map<String, List<byte[]>> records = new ConcurrentHashMap<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final Set<String> tooLong = ConcurrentHashMap.newKeySet();
    private final Map<String, byte[]> forged = new ConcurrentHashMap<>();

    /** Names that were asked for, with their types: {@code host.test 1}; over TCP {@code tcp host.test 1}. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    public NameServer() {
        int number = COUNT.incrementAndGet();
        long pid = ProcessHandle.current().pid();
        try {
            address = InetAddress.getByAddress(new byte[] {127, 53, (byte) (pid % 250), (byte) number});
            datagrams = new DatagramSocket(new InetSocketAddress(address, PORT));
            streams = new ServerSocket(PORT, 10, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::answerDatagrams);
        start(this::answerStreams);
    }

    /** Its address, for DNSCACHEIP. */
    public String address() {
        return address.getHostAddress();
    }

    public NameServer host(String name, String... addresses) {
        for (String each : addresses) {
            byte[] ip = ip(each);
            record(name, ip.length == 4 ? A : AAAA, ip);
        }
        return this;
    }

    public NameServer text(String name, String... strings) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (String each : strings) {
            byte[] bytes = each.getBytes(StandardCharsets.ISO_8859_1);
            data.write(bytes.length);
            data.writeBytes(bytes);
        }
        return record(name, TXT, data.toByteArray());
    }

    public NameServer record(String name, int type, byte[] data) {
        records.computeIfAbsent(name + " " + type, key -> new ArrayList<>()).add(data);
        return this;
    }

    /** Answers questions for a name with an error. */
    public NameServer failing(String name) {
        failing.add(name);
        return this;
    }

    /** Does not answer questions for a name. */
    public NameServer silent(String name) {
        silent.add(name);
        return this;
    }

    /** Has questions for a name asked again over TCP. */
    public NameServer tooLong(String name) {
        tooLong.add(name);
        return this;
    }

    /** Sends a datagram before each answer for a name. */
    public NameServer forging(String name, byte[] datagram) {
        forged.put(name, datagram);
        return this;
    }

    /** A name as it is in packets. */
    public static byte[] name(String text) {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        for (String label : text.split("\\.")) {
            name.write(label.length());
            name.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
        }
        name.write(0);
        return name.toByteArray();
    }

    private static byte[] ip(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answerDatagrams() throws IOException {
        byte[] buffer = new byte[4096];
        while (true) {
            DatagramPacket question = new DatagramPacket(buffer, buffer.length);
            datagrams.receive(question);
            byte[] bytes = Arrays.copyOf(buffer, question.getLength());
            String name = nameIn(bytes);
            asked.add(name + " " + type(bytes));
            if (silent.contains(name)) {
                continue;
            }
            byte[] before = forged.get(name);
            if (before != null) {
                datagrams.send(new DatagramPacket(before, before.length, question.getSocketAddress()));
            }
            byte[] answer = answer(bytes, name);
            if (tooLong.contains(name)) {
                answer = Arrays.copyOf(answer, bytes.length);
                answer[2] |= TRUNCATED;
            }
            datagrams.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
        }
    }

    private void answerStreams() throws IOException {
        while (true) {
            try (Socket client = streams.accept()) {
                DataInputStream in = new DataInputStream(client.getInputStream());
                byte[] question = in.readNBytes(in.readUnsignedShort());
                String name = nameIn(question);
                asked.add("tcp " + name + " " + type(question));
                byte[] answer = answer(question, name);
                DataOutputStream out = new DataOutputStream(client.getOutputStream());
                out.writeShort(answer.length);
                out.write(answer);
            }
        }
    }

    private byte[] answer(byte[] question, String name) throws IOException {
        List<byte[]> data = new ArrayList<>(records.getOrDefault(name + " " + type(question), List.of()));
        List<byte[]> alias = records.getOrDefault(name + " " + CNAME, List.of());
        boolean known = records.keySet().stream().anyMatch(key -> key.startsWith(name + " "));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(question, 0, 2);
        out.write(0x81);
        out.write(failing.contains(name) ? 0x82 : known ? 0x80 : 0x83);
        out.writeShort(1);
        out.writeShort(data.size() + alias.size());
        out.writeInt(0);
        out.write(question, HEADER, question.length - HEADER);
        for (byte[] each : alias) {
            writeRecord(out, CNAME, each);
        }
        for (byte[] each : data) {
            writeRecord(out, type(question), each);
        }
        return bytes.toByteArray();
    }

    private static void writeRecord(DataOutputStream out, int type, byte[] data) throws IOException {
        out.writeShort(0xc000 | HEADER);
        out.writeShort(type);
        out.writeShort(1);
        out.writeInt(60);
        out.writeShort(data.length);
        out.write(data);
    }

    private static String nameIn(byte[] question) {
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        while (question[at] != 0) {
            int length = question[at];
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(question, at + 1, length, StandardCharsets.ISO_8859_1));
            at += length + 1;
        }
        return name.toString();
    }

    private static int type(byte[] question) {
        return question[question.length - 3];
    }

    @Override
    public void close() {
        datagrams.close();
        try {
            streams.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Answering {
        void run() throws IOException;
    }

    private void start(Answering answering) {
        Thread thread = new Thread(() -> {
            try {
                answering.run();
            } catch (IOException e) {
                if (!datagrams.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
