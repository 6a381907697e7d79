package org.yagura.sim.stage;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Names the story that hangs in a loop without calls: there the kernel has no say, and time stands still. Such a loop cannot be broken
 * off, so all that is left is to say where it is and to end the program.
 */
public final class Watchdog {
    private static final long LIMIT_MS = 60_000;
    private static final long NS_PER_MS = 1_000_000;
    private static final int LOOKS = 20;
    private static final int FRAMES = 30;

    private final Map<Thread, Watched> stories = new ConcurrentHashMap<>();
    private final long limitMs;
    private final Consumer<String> bark;

    /** A story that a thread tells. */
    private static final class Watched {
        final String name;
        final Story story;
        long calls = -1;
        long sinceNs;

        Watched(String name, Story story) {
            this.name = name;
            this.story = story;
        }
    }

    /** @param bark is told of a story in which nothing was called for so long */
    Watchdog(long limitMs, Consumer<String> bark) {
        this.limitMs = limitMs;
        this.bark = bark;
    }

    Watchdog start() {
        Thread thread = new Thread(this::watch, "watchdog");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    /** One that ends the program. */
    static Watchdog thatEndsTheProgram() {
        return new Watchdog(LIMIT_MS, text -> {
                    System.out.println(text);
                    System.out.flush();
                    Runtime.getRuntime().halt(1);
                })
                .start();
    }

    /** Lets a story be told. */
    void tell(String name, Story story) {
        Thread self = Thread.currentThread();
        stories.put(self, new Watched(name, story));
        try {
            story.tell();
        } finally {
            stories.remove(self);
        }
    }

    private void watch() {
        while (true) {
            try {
                Thread.sleep(limitMs / LOOKS);
            } catch (InterruptedException e) {
                return;
            }
            look(System.nanoTime());
        }
    }

    void look(long nowNs) {
        stories.forEach((thread, watched) -> look(thread, watched, nowNs));
    }

    private void look(Thread thread, Watched watched, long nowNs) {
        long calls = watched.story.stage().kernel.trace.count();
        if (calls != watched.calls) {
            watched.calls = calls;
            watched.sinceNs = nowNs;
        } else if (nowNs - watched.sinceNs > limitMs * NS_PER_MS) {
            watched.sinceNs = nowNs;
            bark.accept(watched.name + ": no call for " + limitMs + " ms, a loop without calls?\n" + stack(thread));
        }
    }

    private static String stack(Thread thread) {
        StringBuilder text = new StringBuilder();
        StackTraceElement[] frames = thread.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            text.append("  ").append(frames[i]).append('\n');
        }
        return text.toString();
    }
}
