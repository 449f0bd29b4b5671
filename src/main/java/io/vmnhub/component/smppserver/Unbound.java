package io.vmnhub.component.smppserver;

import java.net.InetAddress;
import java.net.Socket;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** Connections that have not bound yet, bounded: a further one closes the oldest of its address, or of all. Thread-safe. */
final class Unbound {

    /** Of the places, so many may be one address's. */
    private static final int SHARE = 4;

    private final Set<Socket> sockets = new LinkedHashSet<>();

    synchronized void add(Socket socket, int most) {
        long sameAddress = sockets.stream().filter(other -> other.getInetAddress().equals(socket.getInetAddress())).count();
        if (sameAddress >= Math.max(1, most / SHARE)) {
            closeOldest(socket.getInetAddress());
        } else if (sockets.size() >= most) {
            closeOldest(null);
        }
        sockets.add(socket);
    }

    private void closeOldest(InetAddress address) {
        for (Iterator<Socket> oldest = sockets.iterator(); oldest.hasNext();) {
            Socket socket = oldest.next();
            if (address == null || socket.getInetAddress().equals(address)) {
                oldest.remove();
                Door.closeQuietly(socket);
                return;
            }
        }
    }

    /** @return false when it had been closed to make room */
    synchronized boolean remove(Socket socket) {
        return sockets.remove(socket);
    }

    synchronized int size() {
        return sockets.size();
    }

    synchronized void closeAll() {
        sockets.forEach(Door::closeQuietly);
        sockets.clear();
    }
}
