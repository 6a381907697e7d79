package org.yagura.core.scan;

import org.jspecify.annotations.Nullable;

/**
 * A hash table whose nodes carry their own links, so that adding one allocates nothing but the node. Several nodes may have one key; the
 * owner walks those of a hash by {@link #first} and {@link #after} and compares keys itself.
 *
 * @param <T> the node
 */
public final class Buckets<T extends Buckets.Node<T>> {
    private static final int HEADS_MIN = 64;

    /**
     * What a node has to be.
     *
     * @param <T> itself
     */
    public abstract static class Node<T extends Node<T>> {
        int hash;

        @Nullable
        T next;
    }

    private @Nullable Node<T>[] heads = heads(HEADS_MIN);
    private int count;

    /** The number of nodes. */
    public int count() {
        return count;
    }

    /** The first node with a hash, or null. */
    public @Nullable T first(int hash) {
        return from(heads[spread(hash) & heads.length - 1], hash);
    }

    /** The next node with the hash of a node, or null. */
    public @Nullable T after(T node) {
        return from(node.next, node.hash);
    }

    /** Adds a node, which is in no table. */
    public void add(T node, int hash) {
        if (count >= heads.length) {
            grow();
        }
        node.hash = hash;
        link(node);
        count++;
    }

    /** Removes a node. @return whether it was there */
    public boolean remove(T node) {
        int bucket = spread(node.hash) & heads.length - 1;
        Node<T> before = null;
        for (Node<T> n = heads[bucket]; n != null; before = n, n = n.next) {
            if (n != node) {
                continue;
            }
            if (before == null) {
                heads[bucket] = n.next;
            } else {
                before.next = n.next;
            }
            n.next = null;
            count--;
            return true;
        }
        return false;
    }

    @SuppressWarnings("unchecked")
    private @Nullable T from(@Nullable Node<T> node, int hash) {
        Node<T> n = node;
        while (n != null && n.hash != hash) {
            n = n.next;
        }
        return (T) n;
    }

    @SuppressWarnings("unchecked")
    private void link(Node<T> node) {
        int bucket = spread(node.hash) & heads.length - 1;
        node.next = (T) heads[bucket];
        heads[bucket] = node;
    }

    private void grow() {
        @Nullable Node<T>[] old = heads;
        heads = heads(old.length * 2);
        for (Node<T> head : old) {
            Node<T> n = head;
            while (n != null) {
                Node<T> following = n.next;
                link(n);
                n = following;
            }
        }
    }

    /** Inodes and watch numbers come in rows and pids in steps: the high bits have to count too. */
    private static int spread(int hash) {
        int h = hash * 0x9e3779b9;
        return h ^ h >>> 15;
    }

    @SuppressWarnings("unchecked")
    private static <T extends Node<T>> @Nullable Node<T>[] heads(int length) {
        return (Node<T>[]) new Node<?>[length];
    }

    /** A hash of a name. */
    public static int hash(byte[] name) {
        int hash = 0x811c9dc5;
        for (byte b : name) {
            hash = (hash ^ b) * 0x01000193;
        }
        return hash;
    }

    /** A hash of two numbers. */
    public static int hash(long a, long b) {
        long mixed = (a * 0x9e3779b97f4a7c15L ^ b) * 0xff51afd7ed558ccdL;
        return (int) (mixed ^ mixed >>> 32);
    }
}
